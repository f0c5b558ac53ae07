// Starts the service worker (sw.js), says in the footer what is kept for use without a network and offers the rest,
// and says when a newer version is ready. Where there can be no worker the site works as it does without one.
import * as keep from "./keep.js";
import { ROOT, isCopy } from "./source.js";
import { build, show } from "./view.js";

const READ = ["pages"];
const ALL = ["pages", "python"];
const NEWER = keep.available ? "有新版本。更新后，你填的内容还在。" : "有新版本。更新会重新打开本页，填的内容要重填。";
const NO_SPACE_FOR_NEWER = "有新版本，但这台设备的空间不够，存不下。更新以后要联网才能用。";
const FAILED = {
  network: "没有存完，可能是网络断了。已经存下的还在。",
  full: "这台设备的空间不够，没有存完。打开过的页仍能看。",
  outdated: "网站刚有新版本，这一版没有存完。更新以后再存。",
};

const version = document.documentElement.dataset.version;
const place = document.querySelector("[data-offline]");
const bar = document.querySelector("[data-update]");
const line = navigator.connection || {};
const frugal = line.saveData || /[23]g/.test(line.effectiveType);
const installed = matchMedia("(display-mode: standalone)").matches;
let registration = null;
let first = true;
let toForm = false;

function button(words, act) {
  const made = build(["button", { class: "quiet" }, words]);
  made.addEventListener("click", act);
  return made;
}

function offer(words, act) {
  const { classList } = document.documentElement;
  classList.add("has-update");
  show(bar, build(["p", {}, words]), button("更新", act), button("以后再说", () => {
    classList.remove("has-update");
    show(bar);
  }));
}

// Without the worker and all it kept, the next page comes from the network.
async function startOver() {
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(ROOT.href)) await caches.delete(name);
  location.reload();
}

async function save(groups) {
  const { active } = await navigator.serviceWorker.ready;
  if (active) active.postMessage({ save: groups });
}

function say(words, label, groups) {
  const [status, act] = place.children;
  place.hidden = false;
  status.textContent = words;
  act.hidden = !label;
  act.textContent = label;
  act.onclick = () => save(groups);
}

function showState({ lacks, megabytes }) {
  if (lacks.pages) {
    const size = megabytes.pages + (lacks.python ? megabytes.python : 0);
    say("没有网络时，只能看存过的页。", `全部存下来，离线使用（约 ${size} MB）`, ALL);
  } else if (lacks.python) {
    say("全部指南已经存在这台设备上，没有网络也能看。", `把核验程序也存下来（约 ${megabytes.python} MB）`, ALL);
  } else say("全部指南和核验程序已经存在这台设备上，没有网络也能用。", "", ALL);
  if (!first) return;
  first = false;
  if (installed) save(ALL);
  else if (lacks.pages && !frugal) save(READ);
}

function heard({ data }) {
  if (data.lacks) showState(data);
  if ("percent" in data) say(`正在存到这台设备上，已存 ${data.percent}%。`, "");
  if (data.failed) say(FAILED[data.failed], "继续存", ALL);
  if (data.waiting && data.waiting !== version) offer(NEWER, () => registration.waiting.postMessage({ replace: true }));
  if (data.full) offer(NO_SPACE_FOR_NEWER, startOver);
  if (data.reload) location.reload();
}

// A version that waits says which one it is: this page may be of it already.
function ask() {
  if (registration.waiting && registration.active) registration.waiting.postMessage({ which: true });
}

const hello = (worker) => worker && worker.postMessage({ hello: version });

async function start() {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", heard);
  registration = await serviceWorker.register(new URL("sw.js", ROOT), { updateViaCache: "none" });
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", ask));
  ask();
  if (!registration.active) hello(registration.installing); // before it takes this page over
  hello((await serviceWorker.ready).active);
  addEventListener("pageshow", ({ persisted }) => persisted && hello(registration.active));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) registration.update().catch(() => {});
  });
  addEventListener("appinstalled", () => save(ALL));
}

// A reader at a form has fetched Python for it (widget.js, on the same events): then the rest is worth keeping too.
async function turned({ target }) {
  if (frugal || toForm || !target.closest("[data-widget] form")) return;
  toForm = true;
  const [{ engine }] = await Promise.all([import("./widget.js"), navigator.serviceWorker.ready]);
  await engine.ready();
  save(ALL);
}

if ("serviceWorker" in navigator && isSecureContext && !isCopy) {
  // Last of all: the page comes first. Where the browser refuses a worker, nothing is kept and nothing is said.
  const idle = window.requestIdleCallback || setTimeout;
  const begin = () => idle(() => start().catch(() => {}));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
  const quietly = (event) => turned(event).catch(() => {});
  for (const kind of ["focusin", "pointerdown"]) document.addEventListener(kind, quietly);
}
