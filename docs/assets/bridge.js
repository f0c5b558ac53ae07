// Joins the forms of a page to Python: collect, ask, render, keep. No rule and no date is computed here;
// every word of an answer comes from Python.
import { Engine, TOO_OLD, capable } from "./engine.js";
import * as keep from "./keep.js";
import * as share from "./share.js";
import { build, show } from "./view.js";

const UNSAVED = "这个浏览器不允许保存，离开或刷新本页后需要重填。";
const KEPT = "已记在这个浏览器里，关掉后再打开也在。公用电脑请不要勾选。";
const FORGOTTEN = "不再记住；回答只留到关掉这个标签页。";
const CLEARED = "已清空。";

const engine = new Engine(tell);
const touched = new Set();

// The boot line of every widget in use: what is going on, or what went wrong with a way to try again.
function tell(words, retry = false) {
  for (const { boot } of touched) {
    boot.hidden = !words;
    if (boot.textContent !== words) show(boot, words);
    if (retry) boot.append(build(["button", { "data-do": "retry" }, "重试"]));
  }
}

function fault(error) {
  tell(error.message, error.message !== TOO_OLD);
}

// "intervals.third-party.0.from" → nested objects and lists.
function put(target, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  keys.forEach((key, depth) => {
    const below = depth + 1 < keys.length ? keys[depth + 1] : last;
    if (!(key in target)) target[key] = /^\d+$/.test(below) ? [] : {};
    target = target[key];
  });
  target[last] = value;
}

function localDate() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

// The list of materials listens (ticks.js): what the answers say of each paper, or null for nothing.
function announce(materials) {
  document.dispatchEvent(new CustomEvent("materials", { detail: materials }));
}

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

class Widget {
  constructor(node) {
    this.node = node;
    this.name = node.id || node.dataset.widget;
    this.form = node.querySelector("form[data-call]");
    this.calls = this.form.dataset.call.split(" ");
    this.boot = node.querySelector("[data-boot]");
    this.turn = 0;
    this.form.autocomplete = "off";
    for (const slot of node.querySelectorAll("[data-error]")) {
      slot.id = slot.id || `${this.name}-error-${slot.dataset.error}`;
      for (const field of this.fields(slot.dataset.error)) {
        const before = field.getAttribute("aria-describedby") || "";
        if (!before.split(" ").includes(slot.id)) field.setAttribute("aria-describedby", `${before} ${slot.id}`.trim());
      }
    }
    this.form.addEventListener("focusin", () => this.touch());
    this.form.addEventListener("pointerdown", () => this.touch());
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", (event) => event.target.name && this.run());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(true);
    });
  }

  fields(name) {
    return [...this.form.elements].filter((field) => field.name === name);
  }

  view(call) {
    return this.node.querySelector(`[data-view="${call}"]`);
  }

  views() {
    return this.calls.map((call) => this.view(call)).filter(Boolean);
  }

  // What the form holds, by name. What is empty is left out, because it is not known.
  values() {
    const found = {};
    for (const field of this.form.elements) {
      if (!field.name || (isChoice(field) && !field.checked)) continue;
      const value = field.validity.badInput ? "?" : field.value.trim();
      if (value) found[field.name] = value;
    }
    return found;
  }

  request(call, more) {
    const request = { call, today: localDate(), view: true, ...more };
    if (this.node.dataset.entry) request.id = this.node.dataset.entry;
    for (const [name, value] of Object.entries(this.values())) put(request, name, value);
    return request;
  }

  keep() {
    keep.save(this.name, this.values());
    if (!keep.available) this.say(UNSAVED);
  }

  // Puts kept answers back into the form. Python stays asleep until the reader asks.
  restore(values, words) {
    if (!values || !Object.keys(values).length) return;
    this.form.reset();
    for (const field of this.form.elements) {
      if (!field.name || !(field.name in values)) continue;
      if (isChoice(field)) field.checked = field.value === values[field.name];
      else field.value = values[field.name];
    }
    const button = this.form.querySelector("[type=submit]");
    this.say(`${words}，点“${button.textContent.trim()}”查看结果。`);
  }

  say(words) {
    const line = this.node.querySelector("[data-saved]");
    if (line) line.textContent = words;
  }

  // The first touch of a form starts Python, so that it is ready by the time of the first answer.
  touch() {
    if (touched.has(this)) return;
    touched.add(this);
    engine.ready().catch(fault);
  }

  // Asks Python what the form asks. Only the answer to the latest state of the form is shown.
  async run(pressed = false) {
    touched.add(this);
    this.keep();
    this.asked = true;
    this.turn += 1;
    const turn = this.turn;
    const answers = [];
    try {
      await engine.ready();
      for (const call of this.calls) {
        if (turn === this.turn) answers.push(await engine.ask(this.request(call)));
      }
    } catch (error) {
      for (const view of this.views()) show(view);
      fault(error);
      return;
    }
    if (turn !== this.turn) return;
    tell("");
    this.render(answers);
    if (pressed) this.lead();
  }

  render(answers) {
    const errors = new Map();
    answers.forEach((answer, index) => {
      const wrong = answer.errors || [];
      for (const error of wrong) errors.set(error.field, error.message);
      const list = ["ul", { class: "errors" }, ...wrong.map((error) => ["li", {}, error.message])];
      const view = this.view(this.calls[index]);
      if (view) show(view, build(wrong.length ? list : answer.view));
      if (answer.materials) announce(answer.materials);
    });
    for (const slot of this.node.querySelectorAll("[data-error]")) {
      slot.textContent = errors.get(slot.dataset.error) || "";
      slot.hidden = !slot.textContent;
      for (const field of this.fields(slot.dataset.error)) {
        if (field.type !== "radio") field.setAttribute("aria-invalid", String(!slot.hidden));
      }
    }
  }

  // After a press of the button: to the first mistake, or else to the result.
  lead() {
    const wrong = this.form.querySelector("[aria-invalid=true]");
    if (wrong && wrong.closest("details")) wrong.closest("details").open = true;
    if (wrong) wrong.focus();
    else this.views().slice(0, 1).forEach((view) => view.scrollIntoView({ block: "nearest" }));
  }

  forget(name) {
    for (const field of this.fields(name)) {
      if (isChoice(field)) field.checked = false;
      else field.value = "";
    }
    this.run();
  }

  clear() {
    this.turn += 1;
    this.asked = false;
    this.form.reset();
    this.render(this.calls.map(() => ({ view: "" })));
    if (this.calls.includes("materials")) announce(null);
    keep.clear(this.name);
    this.node.querySelectorAll(".copy").forEach((box) => box.remove());
    this.say(CLEARED);
  }

  async calendar() {
    const now = new Date();
    const more = { ics: true, now: now.toISOString(), sequence: Math.floor(now.getTime() / 60000) };
    await this.run(true);
    for (const call of this.calls) {
      const { ics } = await engine.ask(this.request(call, more));
      if (ics) share.save(`${this.node.dataset.entry || call}.ics`, "text/calendar", ics);
    }
  }
}

const widgets = [...document.querySelectorAll("[data-widget]")].map((node) => new Widget(node));

const TOOLS = {
  retry: () => touched.forEach((widget) => (widget.asked ? widget.run() : engine.ready().catch(fault))),
  print: () => print(),
  clear: (widget) => widget.clear(),
  ics: (widget) => widget.calendar().catch(fault),
  "copy-link": (widget, button) => share.copy(share.link({ w: widget.name, ...widget.values() }), button, widget),
  "copy-text": (widget, button) => share.copy(share.text(widget.views(), localDate()), button, widget),
  remember(widget, box) {
    keep.remember(box.checked);
    widget.keep();
    widget.say(box.checked ? KEPT : FORGOTTEN);
  },
};

document.addEventListener("click", ({ target }) => {
  const tool = target.closest("[data-do], [data-clear]");
  if (!tool) return;
  const widget = widgets.find(({ node }) => node.contains(tool));
  if (tool.dataset.clear) widget.forget(tool.dataset.clear);
  else TOOLS[tool.dataset.do](widget, tool);
});

function showRemembered() {
  for (const box of document.querySelectorAll("[data-do=remember]")) {
    box.checked = keep.remembered();
    box.disabled = !keep.canRemember;
  }
}

// A copied link fills its form and leaves the address bar at once; nothing runs until the reader asks.
function openLink() {
  const { w: name, ...values } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const widget = widgets.find((one) => one.name === name);
  if (!widget) return;
  history.replaceState(null, "", `#${name}`);
  widget.restore(values, "已填入链接里的回答");
  widget.keep();
  widget.node.scrollIntoView();
}

for (const widget of widgets) widget.restore(keep.load(widget.name), "已恢复上次的回答");
if (!capable) {
  for (const widget of widgets) touched.add(widget);
  tell(TOO_OLD);
}
// On paper a result carries the day it was printed.
addEventListener("beforeprint", () => {
  const results = widgets.flatMap((widget) => widget.views()).filter((view) => view.firstElementChild);
  for (const view of results) view.append(build(["p", { class: "printed" }, `打印日期 ${localDate()}`]));
});
addEventListener("afterprint", () => document.querySelectorAll(".printed").forEach((line) => line.remove()));

document.addEventListener("remember", showRemembered);
showRemembered();
addEventListener("hashchange", openLink);
openLink();
