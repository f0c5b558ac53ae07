// Keys on the screen for a terminal without a keyboard: digits for numbers, letters (the first of each syllable's
// pinyin) and digits for the search. They dock at the bottom edge while their field is in use.
import { button } from "./modal.js";

const BACK = "退格";
const DIGITS = [..."123456789.0", BACK];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

class Keypad {
  // `place` is where the keys stand in the reading order, after their field.
  constructor(input, place, keys, kind, hint) {
    this.input = input;
    this.pad = document.createElement("div");
    this.pad.className = `keypad keypad--${kind}`;
    this.pad.hidden = true;
    this.pad.setAttribute("role", "group");
    this.pad.setAttribute("aria-label", `屏幕按键：${kind === "letters" ? "搜索" : "数字"}`);
    const line = document.createElement("p");
    line.className = "keypad__hint";
    line.textContent = hint;
    const grid = document.createElement("div");
    grid.className = "keypad__keys";
    grid.append(...keys.map((key) => button(key, "quiet", () => this.write(
      key === BACK ? input.value.slice(0, -1) : input.value + key.toLowerCase()))));
    this.tools = document.createElement("div");
    this.tools.className = "keypad__tools";
    this.tools.append(button("清除", "quiet", () => this.write("")), button("完成", "button", () => this.hide()));
    this.pad.append(...(hint ? [line] : []), grid, this.tools);
    place(this.pad);
    input.inputMode = "none"; // no second keyboard from the system
    input.addEventListener("focus", () => this.show());
    input.addEventListener("click", () => this.show());
    input.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide());
    this.pad.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    for (const node of [input, this.pad]) {
      node.addEventListener("focusout", ({ relatedTarget: to }) => {
        if (to !== input && !this.pad.contains(to)) this.shut();
      });
    }
  }

  write(value) {
    this.input.value = value;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    if (!this.pad.hidden || this.leaving) return;
    this.before = this.input.value;
    this.pad.hidden = false;
    document.documentElement.dataset.pad = "";
    this.input.scrollIntoView({ block: this.input.type === "search" ? "start" : "nearest" });
  }

  // The keys go away; what was typed counts as a finished entry, as when a field is left.
  shut() {
    if (this.pad.hidden) return;
    this.pad.hidden = true;
    delete document.documentElement.dataset.pad;
    if (this.input.value !== this.before) this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  hide() {
    this.leaving = true;
    if (this.pad.contains(document.activeElement)) this.input.focus();
    this.leaving = false;
    this.shut();
  }
}

export function attachAll() {
  for (const input of document.querySelectorAll("input[inputmode=numeric]")) {
    const beside = input.closest(".amount") || input;
    new Keypad(input, (pad) => beside.after(pad), DIGITS, "digits", "");
  }
  for (const form of document.querySelectorAll("form[data-search]")) {
    const { q } = form.elements;
    const pad = new Keypad(q, (keys) => form.append(keys), [...LETTERS, ...DIGITS], "letters",
      "按每个字拼音的第一个字母，例如 出国 按 C G；也可以按编号，例如 1.41。");
    // Where the system brings a way to write Chinese it is better than letters.
    pad.tools.prepend(button("用系统的输入法", "quiet", () => {
      pad.hide();
      q.inputMode = "text";
      q.blur();
      pad.leaving = true;
      q.focus();
      pad.leaving = false;
    }));
  }
}
