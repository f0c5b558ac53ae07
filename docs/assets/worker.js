// Runs Python: boots Pyodide once, keeps one engine, answers one request after another.
// In: {id, request}. Out: {stage}, {bytes}, {ready}, {failed}, and {id, answer} or {id, crashed}.

const root = new URL("../", import.meta.url);
const runtime = new URL("py/", import.meta.url).href;
const packs = new Set();

// Every byte that arrives is reported: the page tells a slow line from a dead one by it.
const plainFetch = self.fetch.bind(self);
let arriving = 0;
self.fetch = async (...request) => {
  try {
    const response = await plainFetch(...request);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    count(response.clone().body).catch(fail);
    return response;
  } catch (error) {
    fail(error); // Pyodide itself would wait for ever
    throw error;
  }
};

function fail(error) {
  postMessage({ failed: String(error) });
}

async function count(body) {
  arriving += 1;
  for (let reader = body.getReader(), part; !(part = await reader.read()).done; ) {
    postMessage({ bytes: part.value.length });
  }
  arriving -= 1;
  if (!arriving) postMessage({ stage: "start" });
}

async function text(path) {
  return (await fetch(new URL(path, root), { cache: "no-cache" })).text();
}

async function boot() {
  postMessage({ stage: "download" });
  const { loadPyodide } = await import("./py/pyodide.mjs");
  const [pyodide, calendar] = await Promise.all([
    loadPyodide({
      indexURL: runtime,
      packageBaseUrl: runtime,
      lockFileContents: text("assets/py/pyodide-lock.json"), // always fresh: it names the wheel of this build
      packages: ["checkers"],
    }),
    text("api/v1/calendar.json"),
  ]);
  postMessage({ stage: "rules" });
  const { loads } = pyodide.pyimport("json");
  const { Calendar } = pyodide.pyimport("checkers.calendar");
  const { Engine } = pyodide.pyimport("checkers.bridge");
  const engine = Engine(Calendar.from_json(loads(calendar)));
  postMessage({ ready: true });
  return { engine, loads };
}

const booted = boot();
booted.catch(fail);

// What the engine knows of one entry, fetched when it is first asked about. The engine itself says when there is none.
async function learn(id, { engine, loads }) {
  const response = await plainFetch(new URL(`api/v1/packs/${id}.json`, root), { cache: "no-cache" });
  if (response.ok) engine.add_pack(loads(await response.text()));
  else if (response.status !== 404) throw new Error(`${response.status} ${response.url}`);
  packs.add(id);
}

// The deadlines of all entries, for the calls that span entries; fetched once. A failure costs this worker its life.
let deadlines = null;
async function learnDeadlines({ engine, loads }) {
  const response = await plainFetch(new URL("api/v1/deadlines.json", root), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  engine.add_deadlines(loads(await response.text()));
}

async function answer(request) {
  const python = await booted;
  if (request.call === "dues" || request.call === "year" || request.deadline) {
    await (deadlines = deadlines || learnDeadlines(python));
  }
  if (/^[\d.]+$/.test(request.id) && !packs.has(request.id)) await learn(request.id, python);
  return JSON.parse(python.engine.handle_page(JSON.stringify(request)));
}

self.onmessage = async ({ data: { id, request } }) => {
  try {
    postMessage({ id, answer: await answer(request) });
  } catch (error) {
    postMessage({ id, crashed: String(error) });
  }
};
