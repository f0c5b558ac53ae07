// The terminal of a hall (theme.js knows whether this is one): its bar, its keys, its ways out and its end.
import * as datepad from "./datepad.js";
import * as exits from "./exits.js";
import * as idle from "./idle.js";
import * as keypad from "./keypad.js";
import { button } from "./modal.js";

// Downloads, the clipboard and 记住 are hidden by kiosk.css: nobody takes them along from a machine that is not theirs.
function bar() {
  const nav = document.createElement("nav");
  const home = document.createElement("a");
  const { q } = document.querySelector("form[data-search]").elements;
  nav.className = "kiosk-bar";
  nav.setAttribute("aria-label", "终端");
  home.className = "quiet";
  home.textContent = "首页";
  home.setAttribute("href", document.querySelector(".brand").getAttribute("href"));
  nav.append(home,
    button("搜索", "quiet", () => q.focus()),
    button("打印", "quiet", () => print()),
    document.querySelector(".looks"),
    button("结束", "button", idle.end));
  document.querySelector(".masthead").before(nav);
}

if ("kiosk" in document.documentElement.dataset) {
  exits.close();
  idle.start();
  datepad.attachAll();
  keypad.attachAll();
  bar();
  document.documentElement.dataset.kiosk = "on"; // the bar stands in for the site's header from here on
}
