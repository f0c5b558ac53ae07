// Keeps one Python worker alive: detects what the browser can do, boots, watches, replaces, and tells it what it
// needs to know. Syntax stays within Chromium 80, so that a browser too old for Python can at least say so.
import { capable, launch, needed, part } from "./launch.js";
import { isCopy, text } from "./source.js";
import { calendar } from "./years.js";

const STEPS = {
  download: isCopy ? "第 1 步，共 3 步：读取 Python" : "第 1 步，共 3 步：下载 Python",
  start: "第 2 步，共 3 步：启动 Python",
  rules: "第 3 步，共 3 步：读取规则",
};
// Milliseconds without a word from the worker after which it counts as lost. Starting Python is silent.
const PATIENCE = { download: 20000, start: 60000, rules: 20000, ready: 5000 };
const STILL_THERE = "你填的内容都还在；也可以直接看本页的判定表和时限。";
const STALLED = `核验程序很久没有进展，可能是网络太慢或中断了。${STILL_THERE}`;
const FAILED = isCopy
  ? `核验程序没有启动成功，这份副本可能缺了文件或文件损坏，请换一份完整的副本。${STILL_THERE}`
  : `核验程序没有启动成功，可能是网络中断或文件没有下载完整。${STILL_THERE}`;
const LOST = `核验程序停止了响应，重新启动后仍然没有结果。${STILL_THERE}`;
const UNREAD = isCopy
  ? `这份副本缺了规则文件或文件损坏，请换一份完整的副本。${STILL_THERE}`
  : `没有取到这个事项的规则，可能是网络中断，请再试一次。${STILL_THERE}`;
const PREPARING = "正在准备核验程序";
const REPLACING = "核验程序停止了响应，正在重新准备";
export const TOO_OLD = "这个浏览器太旧，不能在线核验。请看本页的判定表和时限，内容相同。";

// tell(words) says what is going on; "" when nothing is. Errors carry words for the reader.
export class Engine {
  constructor(tell) {
    this.tell = tell;
    this.texts = new Map(); // the files read so far, for the worker that comes after a lost one too
    this.calls = new Map();
    this.count = 0;
    this.booting = null;
    this.doing = PREPARING;
  }

  // Resolves when Python is up, rejects when it does not come up; the next call tries afresh.
  ready() {
    if (!this.booting) this.booting = new Promise((resolve, reject) => this.boot(resolve, reject));
    else if (this.stage !== "ready") this.progress({});
    return this.booting;
  }

  // The answer, from a fresh worker if the first one hangs or dies. Always settles.
  async ask(request) {
    await this.ready();
    const lesson = await this.lesson(request);
    try {
      return await this.call(request, lesson);
    } catch {
      this.doing = REPLACING;
      await this.ready();
      return this.call(request, lesson);
    }
  }

  async boot(resolve, reject) {
    const life = {};
    this.life = life; // a worker that comes after its life was ended is not used
    this.stage = "download";
    this.bytes = 0;
    this.known = new Set();
    this.refuse = reject;
    if (!capable) return this.end(TOO_OLD);
    this.progress({});
    this.watch();
    try {
      const [python, holidays] = [await launch(), calendar()];
      if (this.life !== life) return python.terminate();
      this.worker = python;
      const alive = (hear) => (event) => this.life === life && hear(event); // not what was on its way when it ended
      python.onerror = alive(() => this.end(FAILED));
      python.onmessage = alive(({ data }) => {
        if (data.want) this.give(python, data.want);
        else this.hear(data);
        if (data.ready) resolve();
      });
      python.postMessage({ isCopy });
      python.postMessage({ learn: { calendar: await holidays } });
    } catch (error) {
      if (this.life === life) this.end(FAILED, error);
    }
  }

  // A part of Python that the worker may not fetch itself.
  give(python, want) {
    part(want).then((packed) => python.postMessage({ want, packed }), (error) => python.postMessage({ want, error: String(error) }));
  }

  hear(data) {
    if (this.stage === "ready") this.settle(data);
    else if (data.failed) return this.end(FAILED, data.failed);
    else if (data.ready) {
      this.stage = "ready";
      this.doing = PREPARING;
      this.tell("");
    } else this.progress(data);
    this.watch();
  }

  progress({ stage = this.stage, bytes = 0 }) {
    if (!this.life) return; // it has ended, and the page says why
    this.stage = stage;
    this.bytes += bytes;
    const size = stage === "download" && this.bytes ? `（已收到 ${Math.ceil(this.bytes / 1e6)} MB）` : "";
    this.tell(`${this.doing}，${STEPS[stage]}${size}`);
  }

  // The files a request is answered from. The engine itself says when there is no such entry.
  async lesson(request) {
    const lesson = new Map();
    for (const [kind, path] of Object.entries(needed(request))) {
      if (!this.texts.has(path)) this.texts.set(path, text(path));
      try {
        lesson.set(kind, { path, text: await this.texts.get(path) });
      } catch (cause) {
        this.texts.delete(path);
        if (cause.status !== 404) throw Object.assign(new Error(UNREAD), { cause });
      }
    }
    return lesson;
  }

  call(request, lesson) {
    const learn = {};
    for (const [kind, file] of lesson) {
      if (!this.known.has(file.path)) learn[kind] = file.text;
      this.known.add(file.path);
    }
    return new Promise((resolve, reject) => {
      this.count += 1;
      this.calls.set(this.count, { resolve, reject });
      this.worker.postMessage({ learn, id: this.count, request });
      this.watch();
    });
  }

  settle({ id, answer, crashed, failed }) {
    if (crashed || failed) this.end(LOST, crashed || failed);
    if (!this.calls.has(id)) return;
    this.calls.get(id).resolve(answer);
    this.calls.delete(id);
  }

  // Every message is a sign of life; silence while something is awaited ends the worker.
  watch() {
    clearTimeout(this.watchdog);
    const up = this.stage === "ready";
    if (up ? !this.calls.size : !this.life) return;
    this.watchdog = setTimeout(() => this.end(up ? LOST : STALLED), PATIENCE[this.stage]);
  }

  end(words, cause) {
    clearTimeout(this.watchdog);
    if (this.worker) this.worker.terminate();
    this.worker = null;
    this.life = null;
    this.booting = null;
    this.tell(words, words !== TOO_OLD);
    const error = new Error(words);
    error.cause = cause;
    this.refuse(error);
    for (const call of this.calls.values()) call.reject(error);
    this.calls.clear();
  }
}
