// The big keys of a date dialog: a number that is counted up and down, and one to choose out of several.
import { button } from "./modal.js";

// A number with big buttons to change it; past either end it stays.
export function stepper(word, value, [least, most], steps, changed) {
  const line = document.createElement("div");
  const shown = document.createElement("strong");
  line.className = "datepad__stepper";
  line.setAttribute("role", "group");
  line.setAttribute("aria-label", word);
  shown.setAttribute("role", "status");
  const show = () => (shown.textContent = `${value} ${word}`);
  const buttons = steps.map((step) => button(`${step < 0 ? "−" : "+"}${Math.abs(step)} ${word}`, "quiet", () => {
    value = Math.min(Math.max(value + step, least), most);
    show();
    changed(value);
  }));
  line.append(...buttons.slice(0, steps.length / 2), shown, ...buttons.slice(steps.length / 2));
  show();
  return line;
}

// One of several as radio buttons: arrow keys and screen readers come with them.
export function group(legend, kind, items, chosen, pick) {
  const set = document.createElement("fieldset");
  const title = document.createElement("legend");
  set.className = `datepad__group datepad__group--${kind}`;
  title.textContent = legend;
  set.append(title, ...items.map(({ value, words, label, column }) => {
    const key = document.createElement("label");
    const radio = document.createElement("input");
    const face = document.createElement("span");
    key.className = `datepad__key${column ? ` datepad__key--${column}` : ""}`;
    Object.assign(radio, { type: "radio", name: `datepad-${kind}`, value, checked: value === chosen });
    radio.setAttribute("aria-label", label);
    radio.addEventListener("change", () => pick(value));
    face.textContent = words;
    key.append(radio, face);
    return key;
  }));
  return set;
}
