// Takes a result out of the page: as a link, as text, as a calendar file. Only ever on a reader's click.
import { isCopy } from "./source.js";

const COPIED = "已复制。";
const SELECT = "请按 Ctrl+C（手机长按）复制选中的文字。";

// This page's address with the answers in its fragment. It goes to the clipboard, never to the address bar.
export function link(answers) {
  const url = new URL(location.href);
  url.hash = new URLSearchParams(answers);
  return url.href;
}

// The page's title and notice, the results, the day and the address; a place on somebody's disk is none.
export function text(results, day) {
  const parts = [document.querySelector("h1"), document.querySelector(".notice"), ...results];
  const texts = parts.filter(Boolean).map((part) => part.innerText.trim());
  return [...texts, day, isCopy ? "" : location.href.split("#")[0]].filter(Boolean).join("\n\n");
}

// Copies what the promise brings; nothing where it brings "". The clipboard is asked within the click, because
// browsers allow it only then; older ones get the text once it is there.
export async function copy(promise, button, widget) {
  const blob = promise.then((words) => words ? new Blob([words], { type: "text/plain" }) : Promise.reject());
  blob.catch(() => {}); // looked at below
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    widget.say(COPIED);
  } catch {
    const words = await promise;
    if (words) await copyText(words, button, widget);
  }
}

// Where the browser does not allow copying the text stands beside the button, selected.
async function copyText(words, button, widget) {
  try {
    await navigator.clipboard.writeText(words);
    widget.say(COPIED);
  } catch {
    const box = widget.node.querySelector("textarea.copy") || document.createElement("textarea");
    box.className = "copy";
    box.readOnly = true;
    box.setAttribute("aria-label", SELECT);
    box.value = words;
    button.parentNode.append(box);
    box.select();
    widget.say(SELECT);
  }
}

export function save(name, type, content) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}
