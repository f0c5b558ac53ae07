// The list of materials: the reader's ticks, the counter 已备 3/7, and which papers the answers make necessary.
import * as keep from "./keep.js";

const items = [...document.querySelectorAll("li[data-material]")].map((item) => {
  const label = item.querySelector("[data-need]");
  const printed = { needed: item.dataset.needed, label: label ? label.textContent : "" };
  return { item, label, printed, box: item.querySelector("[data-tick]"), name: item.dataset.material };
});

function count() {
  const wanted = items.filter(({ item }) => item.dataset.needed !== "no");
  const ready = wanted.filter(({ box }) => box.checked);
  for (const place of document.querySelectorAll("[data-tick-count]")) place.textContent = ready.length;
  for (const place of document.querySelectorAll("[data-tick-total]")) place.textContent = wanted.length;
}

// `materials` as answered, or null for the state the page was printed in.
function mark(materials) {
  for (const { item, label, printed, name } of items) {
    const said = materials ? materials.find((material) => material.name === name) : printed;
    if (!said) continue;
    item.dataset.needed = said.needed || "";
    if (label) label.textContent = said.label;
  }
  count();
}

document.addEventListener("materials", ({ detail }) => mark(detail));
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-tick]")) return;
  keep.save("ticks", items.filter(({ box }) => box.checked).map(({ name }) => name));
  count();
});
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-tick-clear]")) return;
  for (const { box } of items) box.checked = false;
  keep.clear("ticks");
  count();
});

const ticked = new Set(keep.load("ticks"));
for (const { box, name } of items) box.checked = ticked.has(name);
count();
