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

function save() {
  const ticked = items.filter(({ box }) => box.checked).map(({ name }) => name);
  if (ticked.length) keep.save("ticks", ticked);
  else keep.clear("ticks");
}

function untick() {
  for (const { box } of items) box.checked = false;
  keep.clear("ticks");
  count();
}

document.addEventListener("materials", ({ detail }) => mark(detail));
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-tick]")) return;
  save();
  count();
});
document.addEventListener("click", ({ target }) => target.closest("[data-tick-clear]") && untick());
document.addEventListener("remember", ({ detail }) => detail && save());
document.addEventListener("wipe", untick);

const ticked = new Set(keep.load("ticks", true) || []);
for (const { box, name } of items) {
  box.autocomplete = "off"; // the browser must not bring back what was cleared
  box.checked = ticked.has(name);
}
count();
