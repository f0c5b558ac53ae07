// At a terminal no link leads out of the site: the address is shown instead. Links inside keep ?kiosk.
// What only the browser can forbid (its keys, its menus) is for whoever sets the terminal up: see 使用帮助.
import * as modal from "./modal.js";
import { ROOT } from "./source.js";

const inAddress = /[?&]kiosk(?:[=&]|$)/.test(location.search);
const KINDS = { "tel:": "请用自己的电话拨打：", "mailto:": "请用自己的邮箱写信到：" };
const OTHER = "这台机器不打开别的网站，可以把网址抄下来：";

// An address of this site as it is opened from here.
export function inside(address) {
  const url = new URL(address);
  if (inAddress) url.search = "kiosk";
  return url.href;
}

function tell(url) {
  const words = document.createElement("p");
  const address = document.createElement("p");
  words.textContent = KINDS[url.protocol] || OTHER;
  address.className = "modal__big";
  address.textContent = url.protocol in KINDS ? decodeURIComponent(url.pathname) : url.href;
  const { close } = modal.open("这里打不开", [words, address, modal.choices(modal.button("知道了", "button", () => close()))]);
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const address = link.getAttribute("href"); // links in flowcharts have no .href of their own
  const url = new URL(address, document.baseURI);
  const ours = url.href.startsWith(ROOT.href);
  if (!ours || link.hasAttribute("download") || event.type === "auxclick" || event.ctrlKey || event.shiftKey || event.metaKey) {
    event.preventDefault();
    event.stopPropagation();
    if (!ours && event.type === "click") tell(url);
    return;
  }
  link.removeAttribute("target");
  if (address[0] !== "#") link.setAttribute("href", inside(url.href));
}

export function close() {
  for (const click of ["click", "auxclick"]) document.addEventListener(click, follow, true);
  // A menu offers to open and to save; what is dragged in replaces the page.
  for (const way of ["contextmenu", "dragstart", "dragover", "drop"]) {
    document.addEventListener(way, (event) => event.preventDefault());
  }
}
