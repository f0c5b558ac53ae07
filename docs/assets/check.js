// The page 检查本副本: compares every file of the offline copy with the list of hashes, as far as a page on a disk may.
// Files that hand over their text are compared byte by byte; of the others it can only be told whether they are there.
import { ROOT, text } from "./source.js";
import { build, show } from "./view.js";
import { engine } from "./widget.js";

const DATA = /^(api|assets\/py)\//;
const IN_USE = /^assets\/(site-|theme)|\.txt$/; // this page would not run without them, or cannot ask for them
const LOADS = { html: "script", js: "script", css: "link", svg: "img", png: "img", ico: "img" };
const AGAIN = "请把压缩包重新解压一次，或者另拿一份副本。";
const NO_LIST = `核对用的清单 assets/sums.js 缺少或损坏，没有办法检查。${AGAIN}`;
const NO_HASH = "这个浏览器不能计算校验值，数据文件的内容没有核对。请用下面的办法核对压缩包。";

const box = document.querySelector("[data-copy-check]");
const status = box.querySelector("[data-check-status]");
const button = box.querySelector("[data-check-start]");
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The file is what sitegen/copy_files.py made of its path and text, so it can be made again and hashed.
async function isWhole(path, sum) {
  const name = path.slice(0, -".js".length);
  const file = `self.copyFile(${JSON.stringify(name)},${JSON.stringify(await text(name))});\n`;
  if (!crypto.subtle) return null;
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(file)))) === sum;
}

// A page loaded as a script is no script and does nothing, but whether it could be read is told.
function isThere(path) {
  return new Promise((resolve) => {
    const element = document.createElement(LOADS[path.split(".").pop()]);
    const done = (found) => () => {
      element.remove();
      resolve(found);
    };
    element.onload = done(true);
    element.onerror = done(false);
    if (element.tagName === "LINK") Object.assign(element, { rel: "stylesheet", href: new URL(path, ROOT) });
    else element.src = new URL(path, ROOT);
    if (element.tagName !== "IMG") document.head.append(element);
  });
}

async function look(path, sum, found) {
  if (IN_USE.test(path)) return;
  if (!DATA.test(path)) {
    if (!(await isThere(path))) found.missing.push(path);
    else found.there += 1;
    return;
  }
  const whole = await isWhole(path, sum).catch((error) => (error.damaged ? false : undefined));
  if (whole === undefined) found.missing.push(path);
  else if (whole === false) found.damaged.push(path);
  else if (whole) found.same += 1;
}

function report({ same, there, missing, damaged }) {
  const list = (words, paths) => paths.length && [["p", { class: "notice" }, `${words} ${paths.length} 个文件：`],
    ["ul", { class: "errors" }, ...paths.map((path) => ["li", {}, path])]];
  const bad = missing.length + damaged.length;
  status.textContent = bad ? `有 ${bad} 个文件不对。${AGAIN}` : "检查完了，没有发现损坏或缺少的文件。";
  return [
    ...(list("损坏了", damaged) || []), ...(list("缺少", missing) || []),
    ["p", {}, crypto.subtle ? `${same} 个规则、放假安排和程序文件逐字节相同。` : NO_HASH],
    ["p", {}, `${there} 个网页、样式和图片都在，内容没有核对。`],
  ];
}

// Whether Python runs, and how far its calendar reaches with what was dropped in.
async function python() {
  try {
    const { view } = await engine.ask({ call: "calendar", view: true });
    return [["p", {}, "核验程序可以运行。"], view];
  } catch (error) {
    return [["p", { class: "notice" }, error.message]];
  }
}

async function start() {
  button.disabled = true;
  const quiet = (event) => event.preventDefault(); // the pages are no scripts, as was said
  addEventListener("error", quiet);
  const found = { same: 0, there: 0, missing: [], damaged: [] };
  try {
    const files = (await text("assets/sums")).trim().split("\n").map((line) => line.split("  "));
    for (const [number, [sum, path]] of files.entries()) {
      status.textContent = `正在检查，第 ${number + 1} 个，共 ${files.length} 个…`;
      await look(path, sum, found);
    }
    const parts = report(found);
    show(box.querySelector("[data-check-report]"), ...parts.map(build), ...(await python()).map(build));
  } catch {
    status.textContent = NO_LIST;
  } finally {
    removeEventListener("error", quiet);
    button.disabled = false;
  }
}

button.hidden = false;
button.addEventListener("click", start);
status.textContent = "";
