// A date, or a date and time, by touch: year, month and day as big buttons. Knows the calendar's shape only from the
// browser's own Date; what a day means is for Python.
import { group, stepper } from "./datekeys.js";
import { button, choices, open } from "./modal.js";

const TYPES = ["date", "datetime-local", "time"];
const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);
const weekday = new Intl.DateTimeFormat("zh-CN", { weekday: "short", timeZone: "UTC" });

const two = (number) => String(number).padStart(2, "0");
const day = (year, month, date) => new Date(Date.UTC(year, month - 1, date));
const nameOf = (field) => field.labels[0] ? field.labels[0].textContent.trim() : field.getAttribute("aria-label") || "日期";

function ask(field) {
  const now = new Date();
  const [, year, month, date, hour, minute] = field.value.match(/^(?:(\d+)-(\d+)-(\d+))?T?(?:(\d+):(\d+))?/).map(Number);
  const at = {
    year: year || now.getFullYear(),
    month: month || now.getMonth() + 1,
    date: date || 0, // not chosen yet
    hour: field.value ? hour || 0 : now.getHours(),
    minute: field.value ? minute || 0 : 0,
  };
  const dated = field.type !== "time";
  const timed = field.type !== "date";
  const chosen = document.createElement("p");
  const place = document.createElement("div");
  const parts = document.createElement("div");
  place.className = "datepad__days";
  parts.className = "datepad__parts";
  chosen.className = "modal__big";
  chosen.setAttribute("role", "status");
  const time = () => `${two(at.hour)}:${two(at.minute)}`;

  function show() {
    const words = at.date ? `${at.year}年${at.month}月${at.date}日 ${weekday.format(day(at.year, at.month, at.date))}` : "还没有选日";
    chosen.textContent = [dated && words, timed && time()].filter(Boolean).join(" ");
  }

  // The days of the month in their columns, from Monday to Sunday.
  function days() {
    const last = day(at.year, at.month + 1, 0).getUTCDate();
    if (at.date > last) at.date = 0;
    const items = Array.from({ length: last }, (_, index) => {
      const here = day(at.year, at.month, index + 1);
      const words = `${at.month}月${index + 1}日 ${weekday.format(here)}`;
      return { value: index + 1, words: String(index + 1), label: words, column: index ? 0 : here.getUTCDay() || 7 };
    });
    const week = document.createElement("div");
    week.className = "datepad__week";
    week.setAttribute("aria-hidden", "true");
    for (let column = 5; column < 12; column += 1) { // 5 January 1970 was a Monday
      week.append(Object.assign(document.createElement("span"), { textContent: weekday.format(day(1970, 1, column)) }));
    }
    place.textContent = "";
    place.append(week, group("日", "days", items, at.date, (value) => {
      at.date = value;
      show();
    }));
    show();
  }

  function take(value) {
    close();
    field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  function confirm() {
    if (dated && !at.date) {
      place.querySelector("input").focus();
      show();
      return;
    }
    const whole = dated ? `${at.year}-${two(at.month)}-${two(at.date)}` : "";
    take([whole, timed && time()].filter(Boolean).join("T"));
  }

  if (dated) {
    const months = MONTHS.map((value) => ({ value, words: `${value}月`, label: `${value}月` }));
    parts.append(
      stepper("年", at.year, [1000, 9999], [-10, -1, 1, 10], (value) => { at.year = value; days(); }),
      group("月", "months", months, at.month, (value) => { at.month = value; days(); }),
      place);
    days();
  }
  if (timed) {
    parts.append(
      stepper("时", at.hour, [0, 23], [-1, 1], (value) => { at.hour = value; show(); }),
      stepper("分", at.minute, [0, 59], [-10, -1, 1, 10], (value) => { at.minute = value; show(); }));
    show();
  }
  const foot = choices(button("确定", "button", confirm), button("清空", "quiet", () => take("")),
    button("取消", "quiet", () => close()));
  const { dialog, close } = open(nameOf(field), [chosen, parts, foot]);
  dialog.classList.add("datepad");
}

// A button beside every such field, and a touch on the field itself. It can still be typed into.
export function attachAll() {
  for (const field of document.querySelectorAll(TYPES.map((type) => `input[type=${type}]`).join())) {
    const opener = button(field.type === "time" ? "选时间" : "选日期", "quiet datepad__open", () => ask(field));
    opener.setAttribute("aria-label", `${opener.textContent}：${nameOf(field)}`);
    (field.closest("label") || field).after(opener);
    let touched = false;
    field.addEventListener("pointerdown", ({ pointerType }) => (touched = pointerType === "touch"));
    field.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault(); // the browser's own picker is made for a mouse
      ask(field);
    });
  }
}
