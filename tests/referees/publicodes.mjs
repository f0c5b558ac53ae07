// Evaluates rules with publicodes: JSON lines in ({rules, situations}), JSON lines out (a list of values per situation).
import { createInterface } from "node:readline";
import Engine from "publicodes";

const silent = { log() {}, warn() {}, error() {} };

for await (const line of createInterface({ input: process.stdin })) {
  const { rules, wanted, situations } = JSON.parse(line);
  const engine = new Engine(rules, { logger: silent });
  const values = situations.map((situation) => {
    engine.setSituation(situation);
    return wanted.map((name) => engine.evaluate(name).nodeValue ?? null);
  });
  console.log(JSON.stringify(values));
}
