// Starts Python as the product's worker does, then runs the checkers' own tests in it (suite_runner.py).
// In: {way, runner}: "snapshot" or "plain", and the text of the runner. Out: {report} or {failed}.
import { boot } from "../../docs/assets/boot.js";
import { Parts } from "../../docs/assets/parts.js";

self.pythonFailed = (error) => postMessage({ failed: String(error) });

class Watched extends Parts {
  asked = [];

  get(name, arrived, ...more) {
    this.asked.push(name);
    if (this.withheld === name) return Promise.reject(new Error(`${name} is withheld`));
    if (arrived) arrived(Infinity); // the quickest line there is: the way is given, not measured
    return super.get(name, arrived, ...more);
  }
}

async function run({ way, runner }) {
  const parts = new Watched(false, () => {});
  if (way === "plain") parts.withheld = "snapshot.bin";
  const python = await boot(parts, () => {});
  for (const name of ["suite.zip", "whole.zip"]) {
    python.FS.writeFile(`/${name}`, new Uint8Array(await parts.bytes(name)));
  }
  return { ...JSON.parse(python.runPython(runner)), asked: parts.asked };
}

self.onmessage = ({ data }) => {
  run(data).then((report) => postMessage({ report }), self.pythonFailed);
};
