// How this site's Python is started: whether the browser can, from which files, and what a request needs besides.
import { ROOT, isCopy, text } from "./source.js";

const PYTHON = document.querySelector("meta[name=python]");
const RUNTIME = PYTHON.content; // its folder, named by its content
const isOlder = "older" in PYTHON.dataset; // the Python of the copy for old machines
const EARLY = ["python.wasm", isOlder ? "stdlib.zip" : "snapshot.bin"]; // what the worker will want first
// What this Python is made of: a function that catches an exception and returns a value of JavaScript.
const NEEDED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 111, 3, 2, 1, 0, 10, 12, 1, 10, 0, 6, 111, 208, 111, 25,
  208, 111, 11, 11];

// The older Python needs no more than that JavaScript understands whole numbers of 64 bits.
function suffices() {
  try {
    return isOlder ? Boolean(new WebAssembly.Global({ value: "i64" }, BigInt(0))) : WebAssembly.validate(new Uint8Array(NEEDED));
  } catch {
    return false;
  }
}

export const capable = typeof Worker === "function" && typeof WebAssembly === "object" && suffices() &&
  !(isCopy && typeof DecompressionStream !== "function");

const early = new Map();

// A file of the runtime as the copy has it: a script as text, the others as base64 of gzip.
export function part(name) {
  const begun = early.get(name) || text(RUNTIME + name);
  early.delete(name); // megabytes that are not to stay
  return begun;
}

// A page opened from a disk may not start a worker from a file, but from what it has read itself.
export async function launch() {
  if (!isCopy) return new Worker(new URL(`${RUNTIME}worker.js`, ROOT));
  for (const name of EARLY) {
    early.set(name, text(RUNTIME + name));
    early.get(name).catch(() => {}); // heard by who wants it
  }
  const scripts = await Promise.all([part("python.js"), part("worker.js")]);
  return new Worker(URL.createObjectURL(new Blob(scripts, { type: "text/javascript" })));
}

// The files a request is answered from: {kind: path}.
export function needed({ call, id, deadline }) {
  const files = {};
  if (call === "dues" || call === "year" || deadline) files.deadlines = "api/v1/deadlines.json";
  if (/^[\d.]+$/.test(id)) files.pack = `api/v1/packs/${id}.json`;
  return files;
}
