import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { examine } from "@/lib/doctor/examine";
import { broken, type Finding, lineOf } from "@/lib/doctor/finding";

const command = new Command("doctor")
  .description(
    "Checks what Wavelength needs on this machine and says what to do. Changes nothing of a gallery.",
  )
  .option("--port <port>", "that the server is to listen on; PORT by default, or 3000")
  .option("--host <address>", "that it is to listen on; WAVELENGTH_HOST by default")
  .option("--data <folder>", "another data folder than WAVELENGTH_DATA says")
  .option("--online", "also ask the museums whether they can be reached")
  .option("--json", "print the findings as JSON")
  .parse();
const {
  port = process.env.PORT || "3000",
  host,
  data,
  online = false,
  json = false,
} = command.opts<{
  port?: string;
  host?: string;
  data?: string;
  online?: boolean;
  json?: boolean;
}>();

function portOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  return command.error(
    `Expected a port from 1 to 65535 but received ${text}: try \`npm run doctor -- --port 3001\`.`,
  );
}

const wanted = portOf(port);

async function* findings(): AsyncGenerator<Finding> {
  const named = {
    ...(host ? { WAVELENGTH_HOST: host } : {}),
    ...(data ? { WAVELENGTH_DATA: data } : {}),
  };
  let config: ReturnType<typeof parseConfig>;
  try {
    config = parseConfig({ ...process.env, ...named });
  } catch (error) {
    yield { about: "settings", ...broken((error as Error).message, "Mend the variables named.") };
    return;
  }
  yield* examine({ config, port: wanted, isOnline: online });
}

const all: Finding[] = [];
for await (const finding of findings()) {
  all.push(finding);
  if (!json) process.stdout.write(`${lineOf(finding)}\n`);
}
const isBroken = all.some(({ level }) => level === "broken");
if (json) process.stdout.write(`${JSON.stringify({ isBroken, findings: all }, null, 1)}\n`);
process.exitCode = isBroken ? 1 : 0;
