// The button 清空本站填过的全部内容 at the foot of every page: storage, forms, ticks, results and the search box.
import * as keep from "./keep.js";

const WIPED = "已清空：填过的回答、日期、勾选和搜索的字，这个浏览器里都不再留着。";

const button = document.querySelector("[data-wipe]");

// Forms with a widget and the list of materials empty themselves (bridge.js, ticks.js).
document.addEventListener("wipe", () => {
  for (const box of document.querySelectorAll("[data-search] input")) {
    box.value = "";
    box.dispatchEvent(new Event("input"));
  }
});
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    keep.wipeEverywhere();
    document.querySelector("[data-wiped]").textContent = WIPED;
  });
}
