// `npm test`. Keep the syntax of this file to what Node 12 can parse, see start.mjs.
import { nodeComplaint } from "../lib/launch/node-version.mjs";

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
} else {
  import("../lib/launch/run-tests.mjs")
    .then(({ runTests }) => runTests(process.argv.slice(2), process.env))
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 1;
    });
}
