// One form and its result: collects, asks Python, renders, keeps. No rule and no date is computed here;
// every word of an answer comes from Python.
import { Engine, TOO_OLD } from "./engine.js";
import * as form from "./form.js";
import * as keep from "./keep.js";
import * as share from "./share.js";
import { build, show } from "./view.js";

const UNSAVED = "这个浏览器不允许保存，离开或刷新本页后需要重填。";
const FULL = "浏览器里存不下了，离开或刷新本页后需要重填。";
const NO_DATE = "还没有算出日期，先填上面的日子。";
const UPDATING = "回答有改动，正在更新…";
const EPOCH = Date.UTC(2020); // of the SEQUENCE in calendar files, which holds 31 bits of seconds

export const engine = new Engine(tell);
export const touched = new Set();

// The boot line of every widget in use: what is going on, or what went wrong with a way to try again.
export function tell(words, retry = false) {
  for (const { boot } of touched) {
    boot.hidden = !words;
    if (boot.textContent !== words) show(boot, words);
    if (retry) boot.append(build(["button", { "data-do": "retry" }, "重试"]));
  }
}

export function fault(error) {
  tell(error.message, error.message !== TOO_OLD);
}

export function localDate() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

// The list of materials listens (ticks.js): what the answers say of each paper, or null for nothing.
export function announce(materials) {
  document.dispatchEvent(new CustomEvent("materials", { detail: materials }));
}

// A press on a button starts the answer by leaving a field; nothing may move under the finger before it is lifted,
// or the click is lost.
let lifted = Promise.resolve();
addEventListener("pointerdown", ({ button, target }) => {
  if (button !== 0 || !target.closest("button")) return;
  lifted = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => setTimeout(resolve), { once: true });
  });
});

export class Widget {
  constructor(node) {
    this.node = node;
    this.name = node.id || node.dataset.widget;
    this.form = node.querySelector("form[data-call]");
    this.calls = this.form.dataset.call.split(" ");
    this.boot = node.querySelector("[data-boot]");
    this.button = this.form.querySelector("[type=submit]").textContent.trim();
    this.shown = null; // the question whose answer is on the page
    this.running = null; // the question on its way, and the promise that it is settled
    this.held = false; // whether what the form holds is the reader's and kept
    this.before = keep.load(`${this.name}.before`); // the reader's own answers, while a link's stand in the form
    this.form.autocomplete = "off";
    form.describe(this.form, this.name);
    this.form.addEventListener("pointerenter", () => {
      if (!touched.size) engine.ready().catch(() => {}); // said when it is touched; never takes 重试 from under a finger
    });
    this.form.addEventListener("focusin", () => this.touch());
    this.form.addEventListener("pointerdown", () => this.touch());
    this.form.addEventListener("input", () => {
      this.keep();
      this.mark();
    });
    this.form.addEventListener("change", (event) => event.target.name && this.run());
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await this.fresh();
      this.lead();
    });
    const kept = keep.load(this.name);
    if (kept) this.restore(kept, "已恢复上次的回答", true);
    else this.form.reset(); // Firefox puts back what stood in a form before a reload
  }

  part(name) {
    return this.node.querySelector(`[data-${name}]`);
  }

  views() {
    return this.calls.map((call) => this.node.querySelector(`[data-view="${call}"]`)).filter(Boolean);
  }

  // What the form asks today, as text: two that are equal have the same answer.
  question() {
    return JSON.stringify([localDate(), form.values(this.form)]);
  }

  request(call, more) {
    const request = { call, today: localDate(), view: true, ...form.nested(form.values(this.form)), ...more };
    return this.node.dataset.entry ? { ...request, id: this.node.dataset.entry } : request;
  }

  keep() {
    this.held = true;
    const kept = keep.save(this.name, form.values(this.form));
    if (this.before) keep.save(`${this.name}.before`, this.before);
    if (!keep.available) this.say(UNSAVED);
    else if (!kept) this.say(FULL);
  }

  // Puts answers into the form. Python stays asleep until the reader asks.
  restore(values, words, held) {
    this.reset();
    if (Object.keys(values).length) {
      form.fill(this.form, values);
      this.say(`${words}，点“${this.button}”查看结果。`);
    }
    this.held = held;
    this.part("offer").hidden = !this.before;
  }

  say(words) {
    this.part("saved").textContent = words;
  }

  // The first touch of a form starts Python, so that it is ready by the time of the first answer.
  touch() {
    if (touched.has(this)) return;
    touched.add(this);
    engine.ready().catch(fault);
  }

  // Whether the answer on the page is to another question than the form asks now; the page then says so.
  mark() {
    const stale = this.shown !== null && this.shown !== this.question();
    this.node.classList.toggle("is-stale", stale);
    this.part("stale").hidden = !stale;
    if (stale) this.part("stale").textContent = this.running ? UPDATING : `回答有改动，点“${this.button}”更新。`;
    return stale;
  }

  // Asks Python what the form asks; what is on its way is not asked again. Only the latest is shown.
  run() {
    const asked = this.question();
    if (!this.running || this.running.asked !== asked) {
      const job = { asked };
      this.running = job;
      job.settled = this.answer(job).finally(() => {
        if (this.running === job) this.running = null;
        this.mark();
      });
    }
    return this.running.settled;
  }

  async answer(job) {
    touched.add(this);
    this.keep();
    this.mark();
    const requests = this.calls.map((call) => this.request(call));
    const answers = [];
    try {
      await engine.ready();
      for (const request of requests) {
        if (this.running === job) answers.push(await engine.ask(request));
      }
      await lifted;
    } catch (error) {
      if (this.running !== job) return;
      this.render([], null);
      this.retry = true;
      fault(error);
      return;
    }
    if (this.running !== job) return;
    tell("");
    this.render(answers, job.asked);
  }

  // Waits until the page shows the answer to what the form asks. False when there is none to show.
  async fresh() {
    while (this.shown !== this.question()) {
      await this.run();
      if (this.shown === null && !this.running) return false;
    }
    return this.valid;
  }

  render(answers, asked) {
    const wrong = answers.flatMap((answer) => answer.errors || []);
    this.shown = asked;
    this.valid = Boolean(answers.length) && !wrong.length;
    this.retry = false;
    this.calls.forEach((call, index) => {
      const { errors, view = "", materials = null } = answers[index] || {};
      const list = errors && ["ul", { class: "errors" }, ...errors.map((error) => ["li", {}, error.message])];
      const container = this.node.querySelector(`[data-view="${call}"]`);
      if (container) show(container, build(list || view));
      if (call === "materials") announce((this.materials = materials));
    });
    form.spare(this.form, answers);
    form.blame(this.form, new Map(wrong.map(({ field, message }) => [field, message])));
    const { error, status = "" } = answers[0] || {};
    this.part("status").textContent = error ? error.message : status;
    this.mark();
  }

  // After a press of the button: to the first mistake, or else to the result.
  lead() {
    const wrong = this.form.querySelector("[aria-invalid=true]");
    if (wrong && wrong.closest("details")) wrong.closest("details").open = true;
    if (wrong) wrong.focus();
    else this.views().slice(0, 1).forEach((view) => view.scrollIntoView({ block: "nearest" }));
  }

  // Empties the form and takes its answer off the page, also the one on its way.
  reset() {
    this.running = null;
    this.form.reset();
    this.render([], null);
    this.node.querySelectorAll(".copy").forEach((box) => box.remove());
    this.say("");
  }

  clear() {
    this.before = null;
    this.restore({}, "", false);
    for (const name of [this.name, `${this.name}.before`]) keep.clear(name);
  }

  async calendar() {
    if (!(await this.fresh())) return this.lead();
    const now = new Date();
    const more = { ics: true, now: now.toISOString(), sequence: Math.floor((now - EPOCH) / 1000) };
    const answers = await Promise.all(this.calls.map((call) => engine.ask(this.request(call, more))));
    const { ics } = answers[0];
    if (ics) share.save(`${this.node.dataset.entry || this.calls[0]}.ics`, "text/calendar", ics);
    else this.say(NO_DATE);
  }
}
