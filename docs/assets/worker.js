// Runs Python: boots once, keeps one engine, answers one request after another.
// In: {isCopy} first, then {learn: {calendar | pack | deadlines}} and {id, request}; {want, packed | error}.
// Out: {stage}, {bytes}, {want}, {ready}, {failed}, and {id, answer} or {id, crashed}.
import { boot } from "./boot.js";
import { Parts } from "./parts.js";

const fail = (error) => postMessage({ failed: String(error) });
self.pythonFailed = fail; // called by Pyodide too, which would wait for ever

let engine = null;

async function start() {
  postMessage({ stage: "download" });
  const report = (stage) => postMessage({ stage });
  const python = await boot(parts, report);
  report("rules");
  const { loads } = python.pyimport("json");
  const { Calendar } = python.pyimport("checkers.calendar");
  const { Engine } = python.pyimport("checkers.bridge");
  return {
    calendar(text) {
      engine = Engine(Calendar.from_json(loads(text)));
      postMessage({ ready: true });
    },
    pack: (text) => engine.add_pack(loads(text)),
    deadlines: (text) => engine.add_deadlines(loads(text)),
  };
}

let parts = null;
let started = null;
let before = Promise.resolve();

async function handle({ isCopy, learn, id, request }) {
  if (isCopy !== undefined) {
    parts = new Parts(isCopy, (bytes) => postMessage({ bytes }));
    started = start();
  }
  const learns = await started;
  if (learn) for (const [kind, text] of Object.entries(learn)) learns[kind](text);
  if (request === undefined) return;
  try {
    postMessage({ id, answer: JSON.parse(engine.handle_page(JSON.stringify(request))) });
  } catch (error) {
    postMessage({ id, crashed: String(error) });
  }
}

self.onmessage = ({ data }) => {
  if (data.want) parts.take(data); // Python is waiting for it
  else before = before.then(() => handle(data)).catch(fail);
};
