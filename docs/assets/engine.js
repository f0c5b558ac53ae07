// Keeps one Python worker alive: detects what the browser can do, boots, watches, replaces. Syntax stays within
// Chromium 80, so that a browser too old for Python can at least say so.

const STEPS = {
  download: "第 1 步，共 3 步：下载 Python",
  start: "第 2 步，共 3 步：启动 Python",
  rules: "第 3 步，共 3 步：读取规则",
};
// Milliseconds without a word from the worker after which it counts as lost. Starting Python is silent.
const PATIENCE = { download: 20000, start: 60000, rules: 20000, ready: 10000 };
const STILL_THERE = "你填的内容都还在；也可以直接看本页的判定表和时限。";
const STALLED = `核验程序很久没有进展，可能是网络太慢或中断了。${STILL_THERE}`;
const FAILED = `核验程序没有启动成功，可能是网络中断或文件没有下载完整。${STILL_THERE}`;
const LOST = `核验程序停止了响应，重新启动后仍然没有结果。${STILL_THERE}`;
const PREPARING = "正在准备核验程序";
const REPLACING = "核验程序停止了响应，正在重新准备";
export const TOO_OLD = "这个浏览器太旧，不能在线核验。请看本页的判定表和时限，内容相同。";

export const capable = typeof Worker === "function" && typeof WebAssembly === "object" && "Exception" in WebAssembly;

// tell(words) says what is going on; "" when nothing is. Errors carry words for the reader.
export class Engine {
  constructor(tell) {
    this.tell = tell;
    this.calls = new Map();
    this.count = 0;
    this.booting = null;
    this.doing = PREPARING;
  }

  // Resolves when Python is up, rejects when it does not come up; the next call tries afresh.
  ready() {
    if (!this.booting) this.booting = new Promise((resolve, reject) => this.boot(resolve, reject));
    return this.booting;
  }

  // The answer, from a fresh worker if the first one hangs or dies. Always settles.
  async ask(request) {
    await this.ready();
    try {
      return await this.call(request);
    } catch {
      this.doing = REPLACING;
      await this.ready();
      return this.call(request);
    }
  }

  boot(resolve, reject) {
    let modules = false; // a browser that knows module workers reads the option
    const options = { get type() { modules = true; return "module"; } };
    this.stage = "download";
    this.bytes = 0;
    this.refuse = reject;
    this.worker = capable ? new Worker(new URL("worker.js", import.meta.url), options) : null;
    if (!modules) return this.end(TOO_OLD);
    this.worker.onerror = () => this.end(FAILED);
    this.worker.onmessage = ({ data }) => {
      if (this.stage === "ready") this.settle(data);
      else if (data.failed) this.end(FAILED, data.failed);
      else if (data.ready) {
        this.stage = "ready";
        this.doing = PREPARING;
        this.tell("");
        resolve();
      } else this.progress(data);
      this.watch();
    };
    this.progress({});
    this.watch();
  }

  progress({ stage = this.stage, bytes = 0 }) {
    this.stage = stage;
    this.bytes += bytes;
    const size = stage === "download" && this.bytes ? `（已收到 ${Math.ceil(this.bytes / 1e6)} MB）` : "";
    this.tell(`${this.doing}，${STEPS[stage]}${size}`);
  }

  call(request) {
    return new Promise((resolve, reject) => {
      this.count += 1;
      this.calls.set(this.count, { resolve, reject });
      this.worker.postMessage({ id: this.count, request });
      this.watch();
    });
  }

  settle({ id, answer, crashed }) {
    if (crashed) this.end(LOST, crashed);
    if (!this.calls.has(id)) return;
    this.calls.get(id).resolve(answer);
    this.calls.delete(id);
  }

  // Every message is a sign of life; silence while something is awaited ends the worker.
  watch() {
    clearTimeout(this.watchdog);
    const up = this.stage === "ready";
    if (!this.worker || (up && !this.calls.size)) return;
    this.watchdog = setTimeout(() => this.end(up ? LOST : STALLED), PATIENCE[this.stage]);
  }

  end(words, cause) {
    if (this.worker) this.worker.terminate();
    this.worker = null;
    this.booting = null;
    const error = new Error(words);
    error.cause = cause;
    this.refuse(error);
    for (const call of this.calls.values()) call.reject(error);
    this.calls.clear();
  }
}
