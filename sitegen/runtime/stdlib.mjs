// Compiles the standard library and the checkers with Pyodide's own Python and keeps what the checkers import.
// In: {pyodide, checkers, stubs, target}. The library is a zip that is stored, not deflated: servers compress it better.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { pyodide, checkers, stubs, target } = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
const { info } = JSON.parse(fs.readFileSync(path.join(pyodide, "pyodide-lock.json")));
const whole = `${target}.whole`;

const boot = (options) => loadPyodide({
  indexURL: pyodide, // Pyodide 0.24 does not find itself
  packageBaseUrl: "/",
  lockFileContents: { info, packages: {} },
  ...options,
});

// Lines suffice in a traceback; columns would be a fifth of the code.
const compiler = await boot({ env: { PYTHONNODEBUGRANGES: "1" } });
compiler.FS.writeFile("/stdlib.zip", fs.readFileSync(path.join(pyodide, "python_stdlib.zip")));
compiler.FS.mkdirTree("/ours/checkers");
const modules = fs.readdirSync(checkers).filter((name) => name.endsWith(".py") && name !== "__main__.py");
for (const name of modules) compiler.FS.writeFile(`/ours/checkers/${name}`, fs.readFileSync(path.join(checkers, name)));
compiler.globals.set("STUBS", compiler.toPy(JSON.parse(stubs)));
compiler.runPython(`
import importlib._bootstrap_external as external, importlib.util, io, os, sys, zipfile

HOME = "/lib/python%d%d.zip/" % sys.version_info[:2]
SOURCE = zipfile.ZipFile("/stdlib.zip")
OURS = ["checkers/" + name for name in sorted(os.listdir("/ours/checkers"))]

def source(name):
    if name in STUBS:
        return STUBS[name].encode()
    if name in OURS:
        return open("/ours/" + name, "rb").read()
    return SOURCE.read(name)

def compiled(name):
    text = source(name)
    # without docstrings and assertions; never compared with its source again
    code = compile(text, HOME + name, "exec", dont_inherit=True, optimize=2)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(text), False))

def library(names):
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as library:
            for name in sorted(names):
                library.writestr(zipfile.ZipInfo(name + "c", (2020, 1, 1, 0, 0, 0)), compiled(name))
        return file.getvalue()
`);
const library = (names) => {
  compiler.globals.set("NAMES", compiler.toPy(names));
  compiler.runPython('open("/library.zip", "wb").write(library(NAMES))');
  return compiler.FS.readFile("/library.zip");
};
const everything = compiler.runPython('[name for name in SOURCE.namelist() if name.endswith(".py")] + OURS').toJs();
fs.writeFileSync(whole, library(everything));

const user = await boot({ stdLibURL: whole });
const names = modules.map((name) => (name === "__init__.py" ? "checkers" : `checkers.${name.slice(0, -3)}`));
user.runPython(`import ${names.join(", ")}`);
const used = user.runPython(`
import sys
home = "/lib/python%d%d.zip/" % sys.version_info[:2]
files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
sorted({file.removeprefix(home).removesuffix("c") for file in files if file.startswith(home)})
`).toJs();
fs.writeFileSync(target, library([...used, "encodings/cp437.py"])); // how the names in a zip are encoded
fs.rmSync(whole);
console.log(JSON.stringify(used));
process.exit(0);
