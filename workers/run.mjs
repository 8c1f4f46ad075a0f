// `npm run add -- …` and the other commands: builds what is stale, then runs `dist/<command>.js`.
import { nodeComplaint } from "../lib/launch/node-version.mjs";

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
} else {
  import("../lib/launch/run-command.mjs")
    .then(({ runCommand }) => runCommand(process.argv.slice(2), process.env))
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 1;
    });
}
