// The search box: suggests while one types, by keyboard, touch and screen reader. Ranking is in search-core.js.
import * as core from "./search-core.js";
import { toPage } from "./links.js";
import { ROOT } from "./source.js";
import * as view from "./view.js";

const SHOWN = 8;

let loading = null;

// The index is a classic script, which also works where a page may not fetch (a copy opened from a disk).
function script(url) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

// Nothing is fetched before the box is used. A failed attempt may be repeated.
function load() {
  loading = loading || script(new URL("assets/search-index.js", ROOT))
    .then(() => core.open(globalThis.searchIndex))
    .catch((error) => { loading = null; throw error; });
  return loading;
}

// `text` with the matched words in <mark>.
function highlighted(tag, text, ranges) {
  const element = document.createElement(tag);
  let end = 0;
  for (const [from, to] of ranges) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    element.append(text.slice(end, from), mark);
    end = to;
  }
  element.append(text.slice(end));
  return element;
}

function attach(form) {
  const input = form.elements.q;
  const list = form.querySelector("[data-search-results]");
  const status = document.createElement("p");
  const everything = form.hasAttribute("action") ? form.action : toPage(ROOT.href);
  let options = [];
  let active = -1;

  list.id = list.id || "search-results";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索结果");
  status.className = "search__status";
  status.setAttribute("role", "status");
  status.hidden = true;
  list.after(status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off",
  })) input.setAttribute(name, value);

  // With results on screen the number of them is only for those who cannot see them.
  function say(...parts) {
    view.show(status, ...parts);
    status.hidden = !parts.length;
    status.classList.toggle("visually-hidden", options.length > 0);
  }

  function show(results, query) {
    options = results.slice(0, SHOWN).map(({ url, title, note }, number) => {
      const link = document.createElement("a");
      link.href = new URL(toPage(url), ROOT);
      link.id = `${list.id}-${number}`;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.append(highlighted("strong", title, core.marks(title, query)));
      if (note) link.append(document.createElement("br"), highlighted("small", note, core.marks(note, query)));
      return link;
    });
    view.show(list, ...options.map((link) => {
      const item = document.createElement("li");
      item.setAttribute("role", "none");
      item.append(link);
      return item;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    show([], "");
    say();
  }

  function activate(number) {
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = (number + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function allEntries() {
    const link = document.createElement("a");
    link.href = everything;
    link.textContent = "看全部事项";
    return link;
  }

  async function update() {
    const query = input.value.trim();
    if (!query) return close();
    if (!globalThis.searchIndex) say("正在打开搜索…");
    try {
      const search = await load();
      if (input.value.trim() !== query) return; // typed on meanwhile
      const results = search(query);
      show(results, query);
      if (!results.length && /^[a-z]$/i.test(query)) say(); // the first of some initials says nothing yet
      else if (!results.length) say(`没有找到“${query}”。换个说法，或`, allEntries(), "。");
      else say(`找到 ${results.length} 项${results.length > SHOWN ? `，先列出 ${SHOWN} 项` : ""}`);
    } catch {
      say("搜索没有打开，检查网络后再输入一次，或", allEntries(), "。");
    }
  }

  input.addEventListener("focus", () => load().catch(() => {}));
  input.addEventListener("input", (event) => { if (!event.isComposing) update(); });
  input.addEventListener("compositionend", update);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (list.hidden) await update();
    const chosen = options[Math.max(active, 0)];
    if (chosen) chosen.click();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus, so the list stays
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  input.addEventListener("click", () => { if (list.hidden) update(); });
}

for (const form of document.querySelectorAll("form[data-search]")) attach(form);
