// Turns a view tree from Python into DOM: [tag, attributes, ...children] or text. No HTML is ever parsed.
import { toPage } from "./links.js";

const TAGS = new Set(("p div span strong em ul ol li dl dt dd h3 h4 a time table thead tbody tr th td caption abbr " +
  "details summary section small button").split(" "));
const ATTRIBUTES = /^(class|href|datetime|title|lang|id|scope|role|aria-label|aria-hidden|data-[a-z-]+)$/;
const SAFE_LINK = /^(#|tel:|(?![a-z][a-z0-9+.-]*:|[/\\]))/i;

// A view tree from Python as DOM. What is not on the lists is left out, never interpreted.
export function build(node) {
  if (!Array.isArray(node)) return document.createTextNode(String(node));
  const [tag, attributes, ...children] = node;
  const element = document.createElement(TAGS.has(tag) ? tag : "span");
  for (const [name, value] of Object.entries(attributes || {})) {
    if (!ATTRIBUTES.test(name) || (name === "href" && !SAFE_LINK.test(value))) continue;
    element.setAttribute(name, name === "href" ? toPage(value) : value);
  }
  if (element.tagName === "BUTTON") element.type = "button";
  element.append(...children.filter((child) => child !== null && child !== "").map(build));
  return element;
}

export function show(container, ...nodes) {
  container.textContent = "";
  container.append(...nodes);
}
