// The case ledger: keeps the reader's cases and the form of one. Python sorts them, computes every day, and reads and
// writes the files; nothing starts before the reader does something.
import * as form from "./form.js";
import * as keep from "./keep.js";
import * as share from "./share.js";
import { build, show } from "./view.js";
import { engine, fault, localDate, tell, touched } from "./widget.js";

const TYPES = { csv: "text/csv", json: "application/json" };
const KEPT = "已保存在这个浏览器里，关掉后再打开也在。";
const FORGOTTEN = `不再保存；${keep.end}就没有了。`;
const UNSAVED = "这个浏览器不允许保存，离开本页前请先导出。";
const FULL = "浏览器里存不下了，离开本页前请先导出。";
const UNREADABLE = "这个文件读不出来，请换一个。";

const book = document.querySelector("[data-casebook]");
const entry = document.querySelector("[data-case-form]");
const title = document.querySelector("[data-form-title]");
const id = book.dataset.entry;
const part = (name) => book.querySelector(`[data-${name}]`);
const button = (name) => document.querySelector(`[data-book="${name}"]`);
const self = { boot: part("boot"), retry: false, run: refresh };

let cases = keep.load("cases", true) || [];
let before = null; // the cases before the last change that can be undone
let editing = null; // the key of the case in the form
let warning = ""; // that the browser does not keep the cases
let unsaved = false; // whether something would be lost with the tab

function say(words) {
  part("saved").textContent = words && warning ? `${words} ${warning}` : words + warning;
}

function freshKey() {
  return `n${Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function ask(call, more) {
  touched.add(self);
  try {
    self.retry = false;
    await engine.ready();
    const answer = await engine.ask({ call, id, cases, today: localDate(), ...more });
    tell("");
    return answer;
  } catch (error) {
    self.retry = true;
    fault(error);
    return null;
  }
}

function store() {
  const stored = !cases.length || keep.save("cases", cases);
  if (!cases.length) keep.clear("cases");
  unsaved = cases.length > 0 && !(stored && keep.remembered());
  warning = keep.available ? (stored ? "" : FULL) : UNSAVED;
}

async function refresh() {
  const answer = await ask("register", { view: true });
  if (!answer) return;
  button("open").hidden = true;
  part("status").textContent = answer.error ? answer.error.message : answer.status;
  show(part("list"), answer.error ? "" : build(answer.view));
}

async function replace(next, words) {
  before = cases;
  cases = next;
  store();
  button("undo").hidden = false;
  await refresh();
  say(words);
}

function empty() {
  editing = null;
  entry.reset();
  form.blame(entry, new Map());
  keep.clear("draft");
  title.textContent = "新增一件";
  entry.querySelectorAll("details").forEach((details) => (details.open = false));
}

function flat({ fields, events, closed }) {
  const values = { closed: closed || "" };
  for (const [name, text] of Object.entries(fields || {})) values[`fields.${name}`] = text;
  for (const [name, day] of Object.entries(events || {})) values[`events.${name}`] = day;
  return values;
}

function edit(key) {
  const found = cases.find((one) => one.key === key);
  empty();
  editing = key;
  form.fill(entry, flat(found));
  title.textContent = "修改这一件";
  entry.querySelectorAll("details").forEach((details) => (details.open = true));
  title.focus();
}

async function send() {
  const { fields = {}, events = {}, closed = null } = form.nested(form.values(entry));
  const one = { key: editing || freshKey(), fields, events, closed };
  const answer = await ask("register", { cases: [one] });
  if (!answer) return;
  const wrong = answer.error ? answer.errors : answer.rows[0].errors;
  form.blame(entry, new Map(wrong.map(({ field, message }) => [field, message])));
  if (wrong.length) {
    say(wrong.map(({ message }) => message).join("；"));
    const first = entry.querySelector("[aria-invalid=true]");
    if (first && first.closest("details")) first.closest("details").open = true;
    if (first) first.focus();
    return;
  }
  const known = cases.some(({ key }) => key === one.key);
  const next = known ? cases.map((old) => (old.key === one.key ? one : old)) : [...cases, one];
  const { title: name } = answer.rows[0];
  empty();
  await replace(next, `已存进台账：${name}`);
}

// Spreadsheets in Chinese save CSV in the system's old encoding; what is not UTF-8 is read as that.
async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

async function bringIn(input) {
  const [file] = input.files;
  if (!file) return;
  let text;
  try {
    text = await textOf(file);
  } catch {
    say(UNREADABLE);
    return;
  } finally {
    input.value = "";
  }
  const answer = await ask("register-import", { text, view: true });
  if (!answer) return;
  if (answer.error) {
    show(part("report"), build(["ul", { class: "errors" }, ...answer.errors.map(({ message }) => ["li", {}, message])]));
    return;
  }
  show(part("report"), build(answer.view));
  await replace(answer.cases, "");
}

async function takeOut(format) {
  const answer = await ask("register-export", { format });
  if (!answer) return;
  if (answer.error) return say(answer.error.message);
  share.save(answer.name, TYPES[format], answer.text);
  unsaved = false;
  say(`已导出 ${answer.count} 件：${answer.name}`);
}

const TOOLS = {
  open: refresh,
  undo() {
    button("undo").hidden = true;
    [cases, before] = [before, null];
    store();
    return refresh().then(() => say("已撤销。"));
  },
  csv: () => takeOut("csv"),
  json: () => takeOut("json"),
  print: () => refresh().then(() => print()),
  cancel: empty,
};

document.addEventListener("click", ({ target }) => {
  const tool = target.closest("[data-book]");
  const own = target.closest("[data-case]");
  if (tool) TOOLS[tool.dataset.book]();
  else if (own && own.dataset.case === "edit") edit(own.dataset.key);
  else if (own) replace(cases.filter(({ key }) => key !== own.dataset.key), "已删除一件，可以撤销。");
});
entry.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
entry.addEventListener("input", () => keep.save("draft", { key: editing, values: form.values(entry) }));
part("import").addEventListener("change", ({ target }) => bringIn(target));
part("keep").addEventListener("change", ({ target }) => {
  keep.remember(target.checked);
  store();
  say(warning ? "" : target.checked ? KEPT : FORGOTTEN);
});

function showKept() {
  part("keep").checked = keep.remembered();
  part("keep").disabled = !keep.canRemember;
}

document.addEventListener("remember", ({ detail }) => {
  if (detail) store();
  showKept();
});
document.addEventListener("wipe", () => {
  [cases, before, unsaved, warning] = [[], null, false, ""];
  empty();
  button("undo").hidden = button("open").hidden = true;
  for (const name of ["status", "list", "report"]) part(name).textContent = "";
  say("");
  showKept();
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

form.describe(entry, "case");
entry.autocomplete = "off";
showKept();
entry.reset(); // Firefox puts back what stood in a form before a reload
const draft = keep.load("draft");
if (draft) {
  editing = draft.key;
  form.fill(entry, draft.values || {});
}
if (cases.length) {
  part("status").textContent = `这里记着 ${cases.length} 件`;
  button("open").hidden = false;
}
