// Keeps what a reader entered on this page: in the tab's session, in the browser only where 记住 is ticked.
// Where the browser forbids storage everything still works until the page is left; `available` says so.
// In the offline copy nothing outlives the page but what 记住 keeps: the session is not used at all.
// Events on the document: "remember" (detail: whether to save again what is on the page) and "wipe".

import { ROOT, isCopy } from "./source.js";

// Under file:// all folders of a disk share one storage: each copy has its own part of it.
const SITE = `guide:${ROOT.pathname}`;
const WIPED = `${SITE}wiped`; // set and removed at once: the other tabs hear of it
const page = `guide:${location.pathname}:`;
const flag = `${page}remember`;
const memory = new Map();
const unstored = {
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, value),
  removeItem: (key) => memory.delete(key),
};

function usable(name) {
  try {
    const storage = window[name];
    storage.setItem(page, "");
    storage.removeItem(page);
    return storage;
  } catch {
    return null;
  }
}

const local = usable("localStorage");
const session = isCopy ? null : usable("sessionStorage");
const short = session ?? unstored;

export const available = isCopy || Boolean(session);
export const end = isCopy ? "离开或刷新这一页" : "关掉这个标签页"; // of what is not remembered
export const canRemember = Boolean(local);

export function remembered() {
  return Boolean(local?.getItem(flag));
}

function names(storage, prefix) {
  const all = storage === unstored ? [...memory.keys()] : Object.keys(storage);
  return all.filter((key) => key.startsWith(prefix));
}

function drop(storage, prefix) {
  for (const key of names(storage, prefix)) storage.removeItem(key);
}

function changed(save) {
  document.dispatchEvent(new CustomEvent("remember", { detail: save }));
}

// Ticking or unticking 记住: what this tab shows is saved again where it now belongs, and nowhere else.
export function remember(wanted) {
  if (!local || wanted === remembered()) return;
  drop(wanted ? short : local, page);
  try {
    if (wanted) local.setItem(flag, "yes");
  } catch {
    // Full: everything stays with the tab.
  }
  changed(true);
}

// What was saved, if it is of the kind that is expected: an earlier version may have kept something else.
export function load(name, list = false) {
  try {
    const value = JSON.parse((remembered() ? local : short).getItem(page + name));
    return value && typeof value === "object" && Array.isArray(value) === list ? value : null;
  } catch {
    return null;
  }
}

// Whether it is kept now.
export function save(name, value) {
  try {
    (remembered() ? local : short).setItem(page + name, JSON.stringify(value));
    return true;
  } catch {
    return false; // full or forbidden since the page opened: the reader's input still stands in the form
  }
}

// Forgets one thing; 记住 stays as it is for everything else on the page.
export function clear(name) {
  for (const storage of [local, short]) storage?.removeItem(page + name);
}

// Forgets everything of every page of the site, in the other tabs as well.
export function wipe() {
  for (const storage of [local, short]) if (storage) drop(storage, SITE);
  document.dispatchEvent(new Event("wipe"));
}

export function wipeEverywhere() {
  wipe();
  try {
    local?.setItem(WIPED, "yes");
    local?.removeItem(WIPED);
  } catch {
    // Full of what is not ours: only this tab is wiped.
  }
}

addEventListener("storage", ({ key, newValue }) => {
  if (key === WIPED && newValue) wipe();
  if (key === flag) changed(!newValue); // another tab's 记住: what is here stays here
});

// A page that comes back by the 返回 button after everything was wiped must not bring its answers back.
const holds = () => [local, short].some((storage) => storage && names(storage, page).length);
let held = false;
addEventListener("pagehide", () => (held = holds()));
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && held && !holds()) document.dispatchEvent(new Event("wipe"));
});
