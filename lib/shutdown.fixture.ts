import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { Traffic } from "./api/traffic";
import { endOnSignals, isClosing } from "./shutdown";

// A server that ends with manners, for shutdown.test.ts: `<delay in s> <timeout in s>`. It prints its
// port, then a line when a slow request has come, which is answered at the next line of its input, once
// all of it is there.
const [, , delayS = "0", timeoutS = "10"] = process.argv;
const input = createInterface({ input: process.stdin });
const traffic = Traffic.follow("errors");
const server = createServer(async (request, response) => {
  if (request.url === "/health") {
    response.statusCode = isClosing() ? 503 : 200;
    response.end();
    return;
  }
  process.stdout.write("slow\n");
  await once(input, "line");
  for await (const part of request) void part;
  response.end("whole");
}).listen(0, "127.0.0.1");
await once(server, "listening");
endOnSignals({
  pending: () => traffic.inFlight,
  finish: () => traffic.close(),
  close: async () => {
    process.stdout.write("files closed\n");
  },
  delayS: Number(delayS),
  timeoutS: Number(timeoutS),
});
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
