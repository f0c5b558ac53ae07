// Starts Python: from the memory of a started one where that is quicker, else, or when it fails, from nothing.
import { restore } from "./restore.js";

const ELSEWHERE = "https://python.invalid/"; // where Pyodide believes its files are; no request leaves for it
// The line is judged by how long a stretch of the module takes, which is fetched in either case: on a slower one the
// snapshot takes longer to arrive than it saves. `make bench` shows both ways on a line of 10 Mbit/s.
const STRETCH = [2e6, 5e6]; // from byte to byte, unpacked; what comes before it has waited for Python's scripts
const QUICK = 350; // milliseconds

// Pyodide's own requests, for its module, its library and, in old ones, its lock, are answered with our files.
function load(module, library, more) {
  self.fetch = async (url) => {
    if (String(url).endsWith(".wasm")) return module;
    return new Response(String(url).endsWith(".json") ? JSON.stringify(self.PYTHON.lock) : library);
  };
  return self.loadPyodide({
    indexURL: ELSEWHERE,
    packageBaseUrl: ELSEWHERE,
    stdLibURL: `${ELSEWHERE}library`,
    lockFileContents: self.PYTHON.lock,
    ...more,
  });
}

async function fromNothing(module, parts, report) {
  const library = await parts.bytes("stdlib.zip");
  report("start");
  return load(module, library, { createPyodideModule: self.createPyodideModule });
}

async function fromSnapshot(module, parts, report) {
  const arriving = parts.bytes("snapshot.bin");
  arriving.catch(() => {}); // awaited below
  const { memory, fresh: size, state } = self.PYTHON;
  return load(module, "", {
    _loadSnapshot: new Uint8Array(0), // ours is put in place below
    async createPyodideModule(settings) {
      const { instantiateWasm } = settings;
      let fresh = null;
      settings.INITIAL_MEMORY = memory;
      settings.instantiateWasm = (imports, done) => instantiateWasm(imports, (instance, compiled) => {
        const { buffer } = imports.env.memory || instance.exports.memory;
        fresh = new Uint8Array(buffer).slice(0, size);
        done(instance, compiled);
      });
      const python = await self.createPyodideModule(settings);
      const image = await arriving;
      report("start");
      python.API.restoreSnapshot = () => {
        restore(image, self.PYTHON, fresh, python.HEAPU8);
        return state;
      };
      return python;
    },
  });
}

// `report(stage)` hears when everything has arrived.
export async function boot(parts, report) {
  let bytes = 0;
  let began = 0;
  let judge = null;
  const quick = new Promise((resolve) => (judge = resolve));
  const module = parts.get("python.wasm", (more) => {
    parts.arrived(more);
    bytes += more;
    if (!began && bytes >= STRETCH[0]) began = performance.now();
    if (bytes >= STRETCH[1]) judge(performance.now() - began <= QUICK);
  }, self.pythonFailed);
  module.catch(self.pythonFailed);
  if (!self.loadPyodide) importScripts(new URL("python.js", self.location)); // a copy has it in the same script
  // The Python for old machines has no snapshot.
  if (self.PYTHON.state && (parts.isCopy || (await quick))) {
    try {
      return await fromSnapshot(module, parts, report);
    } catch (error) {
      console.warn(error);
      return fromNothing(parts.get("python.wasm"), parts, report);
    }
  }
  return fromNothing(module, parts, report);
}
