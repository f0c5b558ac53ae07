// Boots the trimmed Python, imports the checkers and writes what Python's memory then holds.
// In: {pyodide, library, target}. Out: the modules it has imported.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { pyodide, library, target } = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
const { info } = JSON.parse(fs.readFileSync(path.join(pyodide, "pyodide-lock.json")));
const python = await loadPyodide({
  _makeSnapshot: true,
  _sysExecutable: "./this.program", // as in a browser; Node's would be a path of this machine
  // the environment a page boots with, and hashes that do not depend on chance
  env: { HOME: "/home/pyodide", PYTHONINSPECT: "1", PYTHONHASHSEED: "0" },
  packageBaseUrl: "/",
  lockFileContents: { info, packages: {} },
  stdLibURL: library,
});
const modules = python.runPython(`
def prepare():
    import gc, linecache, re, sys, zipimport
    from importlib import import_module

    library = zipimport.zipimporter([place for place in sys.path if place.endswith(".zip")][0])
    for name in library._get_files():
        if name.startswith("checkers/") and name.endswith(".pyc"):
            import_module(name.removesuffix(".pyc").removesuffix("/__init__").replace("/", "."))
    # what a page never looks at again
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()
    linecache.clearcache()
    re.purge()
    while gc.collect():
        pass
    return sorted(sys.modules)

modules = prepare()
del prepare
modules
`).toJs();
python.runPython("del modules");

// Freed memory still holds what was in it; zeros compress to nothing. Memory is never grown for it.
const { _module: wasm } = python;
const top = wasm._sbrk(0);
const held = [];
for (let size = 1 << 18; size >= 16; size >>= 1) {
  for (let block = wasm._malloc(size); block; block = wasm._malloc(size)) {
    if (block + size > top) {
      wasm._free(block);
      break;
    }
    wasm.HEAPU8.fill(0, block, block + size);
    held.push(block);
  }
}
held.forEach(wasm._free);

fs.writeFileSync(target, python.makeMemorySnapshot());
console.log(JSON.stringify(modules));
process.exit(0);
