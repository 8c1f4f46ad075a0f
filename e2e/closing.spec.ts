import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { freePort } from "../lib/launch/free-port.mjs";
import { PROJECT_ROOT } from "../lib/launch/project-root.mjs";
import { startServer } from "../lib/launch/serve.mjs";
import { NOWHERE_ELSE } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

test("a server that is asked to end finishes what is in flight, and tells a proxy meanwhile", async ({
  gallery,
  pictures,
}) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { ready, ended, pid } = startServer({
    root: PROJECT_ROOT,
    env: { ...process.env, ...NOWHERE_ELSE, WAVELENGTH_CLOSE_DELAY_S: "2" },
    dataDir: gallery.dataDir,
    host: "127.0.0.1",
    port,
    isDev: false,
  });
  const end = ended.catch(String);
  await ready;

  // A guest whose second half comes when the server has been told to end.
  const file = await readFile(pictures.jpeg);
  const half = Math.floor(file.length / 2);
  const asked = request(`${url}/api/guests`, {
    method: "POST",
    headers: { "content-type": "image/jpeg", "content-length": file.length },
  });
  const answered = once(asked, "response");
  asked.write(file.subarray(0, half));
  await expect
    .poll(
      async () => (await (await fetch(`${url}/api/metrics`)).text()).match(/in_flight (\d+)/)?.[1],
    )
    .toBe("2");

  process.kill(pid ?? 0, "SIGTERM");
  await expect.poll(async () => (await fetch(`${url}/api/health`)).status).toBe(503);
  asked.end(file.subarray(half));
  const [answer] = await answered;
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
  answer.resume();
  expect(await end).toContain("(code 0)");
});
