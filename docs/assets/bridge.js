// Joins the forms of a page to the page: their tools, links with answers, paper, and what other tabs do.
import { TOO_OLD } from "./engine.js";
import * as form from "./form.js";
import * as keep from "./keep.js";
import { capable } from "./launch.js";
import * as share from "./share.js";
import { build } from "./view.js";
import { Widget, announce, engine, fault, localDate, tell, touched } from "./widget.js";

const KEPT = "已记在这个浏览器里，关掉后再打开也在。公用电脑请不要勾选。";
const NO_ROOM = "浏览器里存不下了，没有记住；关掉这个标签页就没有了。";
const FORGOTTEN = `不再记住；${keep.end}，回答就没有了。`;
const CLEARED = "已清空这张表。";
const STILL_KEPT = "“记住”还勾着，本页其他内容和以后填的仍会记在这个浏览器里；不要记就取消勾选。";

const widgets = [...document.querySelectorAll("[data-widget]")].map((node) => new Widget(node));

// What goes out of the page waits for the answer to what the form asks now.
async function whenFresh(widget, make) {
  if (await widget.fresh()) return make();
  widget.lead();
  return "";
}

const TOOLS = {
  retry: () => touched.forEach((widget) => (widget.retry ? widget.run() : engine.ready().catch(fault))),
  async print(widget) {
    if (!capable) return print(); // there is no answer to wait for
    for (const other of widgets) if (other.mark()) await other.fresh();
    await whenFresh(widget, () => print());
  },
  clear(widget) {
    widget.clear();
    widget.say(keep.remembered() ? CLEARED + STILL_KEPT : CLEARED);
  },
  back(widget) {
    const { before } = widget;
    widget.clear();
    widget.restore(before, "已恢复你原来的回答", true);
    widget.keep();
  },
  ics: (widget) => widget.calendar().catch(fault),
  "copy-link": (widget, button) => share.copy(
    whenFresh(widget, () => share.link({ w: widget.name, ...form.values(widget.form) })), button, widget),
  "copy-text": (widget, button) => share.copy(
    whenFresh(widget, () => share.text(widget.views(), localDate())), button, widget),
  remember(widget, box) {
    const wanted = box.checked;
    keep.remember(wanted);
    widget.say(!wanted ? FORGOTTEN : keep.remembered() ? KEPT : NO_ROOM);
  },
};

document.addEventListener("click", ({ target }) => {
  const tool = target.closest("[data-do], [data-clear]");
  if (!tool) return;
  const widget = widgets.find(({ node }) => node.contains(tool));
  if (tool.dataset.do) TOOLS[tool.dataset.do](widget, tool);
  else {
    form.empty(widget.form, tool.dataset.clear);
    widget.run();
  }
});

function showRemembered() {
  for (const box of document.querySelectorAll("[data-do=remember]")) {
    box.checked = keep.remembered();
    box.disabled = !keep.canRemember;
  }
}

// A copied link fills its form and leaves the address bar at once. Nothing runs and nothing is kept until the
// reader asks or answers; the reader's own answers can be had back.
function openLink() {
  const { w: name, ...values } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const widget = widgets.find((one) => one.name === name);
  if (!widget) return;
  history.replaceState(null, "", `#${name}`);
  const own = form.values(widget.form);
  if (Object.keys(values).length && JSON.stringify(values) !== JSON.stringify(own)) {
    if (widget.held && Object.keys(own).length) widget.before = own;
    widget.restore(values, "已填入链接里的回答", false);
  }
  widget.node.scrollIntoView();
}

if (!capable) {
  for (const widget of widgets) {
    touched.add(widget);
    widget.node.classList.add("is-plain"); // filled in and printed, never answered
  }
  tell(TOO_OLD);
}
// On paper a result carries the day it was printed; papers are left out only by an answer that is printed too.
addEventListener("beforeprint", () => {
  for (const widget of widgets) {
    if (widget.mark() && widget.materials) announce(null);
    for (const view of widget.views()) {
      if (view.firstElementChild) view.append(build(["p", { class: "printed" }, `打印日期 ${localDate()}`]));
    }
  }
});
addEventListener("afterprint", () => {
  document.querySelectorAll(".printed").forEach((line) => line.remove());
  for (const widget of widgets) if (widget.materials) announce(widget.materials);
});

document.addEventListener("remember", ({ detail }) => {
  showRemembered();
  if (detail) widgets.filter(({ held }) => held).forEach((widget) => widget.keep());
});
document.addEventListener("wipe", () => {
  widgets.forEach((widget) => widget.clear());
  showRemembered();
});
showRemembered();
addEventListener("hashchange", openLink);
openLink();
