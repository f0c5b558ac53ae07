// The table of all deadlines: filtered by what is typed, and a row chosen there stands in the form.

for (const select of document.querySelectorAll("[data-options-of]")) {
  const { children } = document.getElementById(select.dataset.optionsOf);
  select.append(...[...children].map((node) => node.cloneNode(true)));
}

const form = document.querySelector("form[data-call=dues]");
const FULL = "各项都填满了，这一项没有加进去。先清空一些再选。";

// Into the first row of the form that is not filled yet. Nothing is asked of Python before there is a date.
function pick(key) {
  const selects = [...form.querySelectorAll("[name$='.deadline']")];
  const start = (select) => form.elements[select.name.replace("deadline", "start")];
  const free = selects.find((select) => select.value === key || !select.value || !start(select).value);
  if (!free) {
    form.closest("[data-widget]").querySelector("[data-saved]").textContent = FULL;
    form.scrollIntoView({ block: "end" });
    return;
  }
  const folded = free.closest("details");
  if (folded) folded.open = true;
  free.value = key;
  free.dispatchEvent(new Event("input", { bubbles: true }));
  start(free).focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".pick");
  if (!link || !form) return;
  event.preventDefault();
  pick(link.closest("[data-pick]").dataset.pick);
});

// A guide leads here by the row of its deadline.
function arrive() {
  const row = form && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row && row.dataset.pick) pick(row.dataset.pick);
}
addEventListener("DOMContentLoaded", arrive);
addEventListener("hashchange", arrive);

// Rows that hold every typed word stay, with the entry they belong to and their office open.
function filter(input) {
  const wanted = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (...parts) => wanted.every((word) => parts.some((part) => part.textContent.toLowerCase().includes(word)));
  let found = 0;
  for (const office of document.querySelectorAll(`#${input.dataset.filter} details`)) {
    for (const entry of office.querySelectorAll("tbody")) {
      const [title, ...rows] = entry.rows;
      for (const row of rows) row.hidden = !holds(title, row);
      const shown = rows.filter((row) => !row.hidden).length;
      entry.hidden = !shown;
      found += shown;
    }
    const any = [...office.querySelectorAll("tbody")].some((entry) => !entry.hidden);
    office.hidden = !any;
    office.open = any && wanted.length > 0;
  }
  input.parentNode.querySelector("[data-found]").textContent = wanted.length ? `找到 ${found} 个时限` : "";
}
for (const input of document.querySelectorAll("[data-filter]")) {
  input.addEventListener("input", () => filter(input));
  document.addEventListener("wipe", () => {
    input.value = "";
    filter(input);
  });
}
