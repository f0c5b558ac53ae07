// Puts the memory of a started Python into a fresh one (sitegen/runtime/image.py writes it).
const PAGE = 4096;
const CHECK = 0x01000193;

function damaged(words, expected) {
  let check = 0;
  for (let place = 0; place < words.length; place += 1) check = Math.imul(check ^ words[place], CHECK);
  return check >>> 0 !== expected;
}

// `fresh`: the memory as the module filled it, before anything ran. Throws before it changes anything.
export function restore(image, { pages, check }, fresh, memory) {
  const words = new Uint32Array(image);
  if (damaged(words, check)) throw new Error("the snapshot is damaged");
  const bytes = new Uint8Array(image, pages * 4);
  const target = new Uint32Array(memory.buffer);
  memory.set(fresh);
  for (let number = 0; number < pages; number += 1) {
    const place = words[number] * PAGE;
    if (place >= fresh.length) {
      memory.set(bytes.subarray(number * PAGE, (number + 1) * PAGE), place);
      continue;
    }
    const from = pages + (number * PAGE) / 4;
    for (let word = 0; word < PAGE / 4; word += 1) target[place / 4 + word] ^= words[from + word];
  }
}
