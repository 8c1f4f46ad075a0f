// `npm start`. Keep the syntax of this file to what Node 12 can parse: it has to say that Node is
// too old, so everything newer is imported only after that is known not to be so.
import { nodeComplaint } from "../lib/launch/node-version.mjs";

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
} else {
  import("../lib/launch/start.mjs")
    .then(({ start }) =>
      start({
        argv: process.argv.slice(2),
        env: process.env,
        cwd: process.env.INIT_CWD || process.cwd(),
      }),
    )
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 1;
    });
}
