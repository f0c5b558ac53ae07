// A dialog over the page: the focus stays in it, Esc closes it, and afterwards the focus is where it was.

// Opens `content` (nodes, a button first and last among what can be reached by Tab) under `title`.
// `closed` is called when the reader leaves by Esc or beside the dialog.
export function open(title, content, closed = () => {}) {
  const before = document.activeElement;
  const dialog = document.createElement("dialog");
  const sheet = document.createElement("div");
  const heading = document.createElement("h2");
  heading.id = `dialog-${document.querySelectorAll("dialog").length}`;
  heading.textContent = title;
  heading.tabIndex = -1;
  sheet.className = "modal__sheet";
  sheet.append(heading, ...content);
  dialog.className = "modal";
  dialog.setAttribute("role", "dialog"); // and aria-modal: for browsers that do not know the element
  dialog.setAttribute("aria-modal", "true");
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(sheet);

  function close() {
    document.removeEventListener("focusin", hold);
    dialog.remove();
    if (before && before.isConnected) before.focus();
  }
  function leave(event) {
    event.preventDefault();
    event.stopPropagation();
    close();
    closed();
  }
  // Only the dialog opened last holds the focus.
  function hold({ target }) {
    const last = [...document.querySelectorAll("dialog")].pop();
    if (last === dialog && !dialog.contains(target)) heading.focus();
  }
  function cycle(event) {
    const buttons = [...dialog.querySelectorAll("button")];
    const [first, last] = [buttons[0], buttons[buttons.length - 1]];
    const here = document.activeElement;
    if (event.shiftKey ? here !== first && here !== heading : here !== last) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Tab") cycle(event);
    if (event.key === "Escape") leave(event);
  });
  dialog.addEventListener("cancel", leave); // the browser's own ways to close
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) leave(event);
  });
  document.body.append(dialog);
  document.addEventListener("focusin", hold);
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
  heading.focus();
  return { dialog, close };
}

export function button(words, kind, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = kind;
  element.textContent = words;
  element.addEventListener("click", action);
  return element;
}

// What stands at the foot of a dialog.
export function choices(...buttons) {
  const line = document.createElement("div");
  line.className = "modal__choices";
  line.append(...buttons);
  return line;
}
