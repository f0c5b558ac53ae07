// Ends a visit at a terminal: after a while without a touch it asks whether somebody is still there, and then, or by
// 结束, everything the visitor entered is gone and the start page opens.
import { inside } from "./exits.js";
import * as keep from "./keep.js";
import * as modal from "./modal.js";

const QUIET = 60; // seconds without touch, key or scroll before the question
const GRACE = 30; // seconds to answer it
const SPOKEN = 10; // a screen reader hears the seconds left at every multiple of this
const SIGNS = ["pointerdown", "touchstart", "keydown", "input", "scroll", "wheel", "afterprint"];
const VISIT = "kiosk"; // in the tab's session: a random number while a visit is on, nothing of the visitor

let timer = null;
let asking = null;

function session(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null; // forbidden: nothing is kept from page to page, and the clock runs on every one
  }
}

const visit = () => session((storage) => storage.getItem(VISIT));
const home = () => location.replace(inside(document.querySelector(".brand").href));

// Every entry of the history is marked with the visit it belongs to, so that 返回 cannot lead into one that is over.
function stamp() {
  history.replaceState({ visit: visit() }, "");
}

export function end() {
  keep.wipeEverywhere();
  session((storage) => storage.removeItem(VISIT));
  home();
}

function ask() {
  const until = Date.now() + GRACE * 1000;
  const line = document.createElement("p");
  const left = document.createElement("strong");
  const spoken = document.createElement("p");
  left.className = "modal__big";
  line.append("再过 ", left, " 秒，就清空你填的内容，回到首页。");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  const go = modal.button("继续", "button", proceed);
  asking = modal.open("还在吗？", [line, spoken, modal.choices(go, modal.button("结束", "quiet", end))], proceed);
  go.focus();

  function count() {
    const seconds = Math.max(Math.ceil((until - Date.now()) / 1000), 0);
    left.textContent = seconds;
    if (seconds % SPOKEN === 0) spoken.textContent = `再过 ${seconds} 秒清空你填的内容，要继续就按“继续”。`;
    if (!seconds) end();
  }
  count();
  timer = setInterval(count, 1000);
}

function wait() {
  clearInterval(timer);
  timer = setTimeout(ask, QUIET * 1000);
}

function proceed() {
  asking.close();
  asking = null;
  wait();
}

function active() {
  if (asking) return; // the dialog has its own buttons
  if (!visit()) {
    session((storage) => storage.setItem(VISIT, crypto.getRandomValues(new Uint32Array(1)).join("")));
    stamp();
  }
  wait();
}

export function start() {
  const entry = history.state && history.state.visit;
  if (entry && entry !== visit()) {
    home();
    return;
  }
  for (const sign of SIGNS) addEventListener(sign, active, { capture: true, passive: true });
  // A page that comes back as it was left is built anew from what is kept, which may be nothing by now.
  addEventListener("pagehide", ({ persisted }) => (document.documentElement.hidden = persisted));
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  addEventListener("hashchange", () => visit() && stamp());
  if (!visit() && session(() => true)) return; // nobody is asked who has not come yet
  stamp();
  wait();
}
