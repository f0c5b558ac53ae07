// Keeps what a reader entered on this page: in the tab's session, in the browser only where 记住 is ticked.
// Where the browser forbids storage everything still works until the page is left; `available` says so.

const page = `guide:${location.pathname}:`;
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
const session = usable("sessionStorage");
const short = session ?? unstored;

export const available = Boolean(session);
export const canRemember = Boolean(local);

export function remembered() {
  return Boolean(local?.getItem(`${page}remember`));
}

function names(storage) {
  return storage === unstored ? [...memory.keys()] : Object.keys(storage).filter((key) => key.startsWith(page));
}

// Ticking 记住 moves everything of this page to the browser, unticking moves it back to the tab.
export function remember(wanted) {
  if (!local || wanted === remembered()) return;
  const [from, to] = wanted ? [short, local] : [local, short];
  if (!wanted) local.removeItem(`${page}remember`);
  for (const key of names(from)) {
    to.setItem(key, from.getItem(key));
    from.removeItem(key);
  }
  if (wanted) local.setItem(`${page}remember`, "yes");
  document.dispatchEvent(new Event("remember"));
}

export function load(name) {
  try {
    return JSON.parse((remembered() ? local : short).getItem(page + name));
  } catch {
    return null;
  }
}

export function save(name, value) {
  try {
    (remembered() ? local : short).setItem(page + name, JSON.stringify(value));
  } catch {
    // Full or forbidden since the page opened: the reader's input still stands in the form.
  }
}

// Forgets one thing everywhere, and ends 记住: the next reader must not be remembered by accident.
export function clear(name) {
  remember(false);
  short.removeItem(page + name);
}
