import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig } from "@/lib/config";
import packageJson from "@/package.json";
import { PROJECT_ROOT } from "./project-root.mjs";

/**
 * What containers run cannot be tried where there are none: this holds the files against each other
 * and against the code that they start.
 */

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  profiles: z.array(z.string()).default([]),
  depends_on: z
    .record(z.string(), z.object({ condition: z.literal("service_healthy") }))
    .default({}),
  restart: z.string().optional(),
  stop_grace_period: z.string().optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional() }).optional(),
});
const composeFile = z.object({
  services: z.record(z.string(), service.loose()),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  volumes: z.record(z.string(), z.null()),
});
type Service = z.infer<typeof service>;

const APP_PORT = 3_000;
const APPS = ["app-1", "app-2"];
const NODES = ["qdrant-1", "qdrant-2", "qdrant-3"];

let compose: z.infer<typeof composeFile>;
let dockerfile: string;
let caddyfile: string;
beforeAll(async () => {
  const read = (name: string) => readFile(join(PROJECT_ROOT, name), "utf8");
  compose = composeFile.parse(parse(await read("compose.yaml"), { merge: true }));
  [dockerfile, caddyfile] = await Promise.all([read("Dockerfile"), read("Caddyfile")]);
});

const named = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`Expected a service called ${name}`);
  return found;
};
/** What Compose makes of `${NAME:-value}` where nobody set anything. */
const unset = (text: string | number) => String(text).replaceAll(/\$\{\w+:-([^}]*)\}/g, "$1");
/** With the image's own. */
function environmentOf(name: string): Record<string, string> {
  const image = /^ENV ((?:.*\\\n)*.*)$/m.exec(dockerfile)?.[1] ?? "";
  const ours = [...image.matchAll(/(\w+)=(\S+)/g)].map(([, key = "", value = ""]) => [key, value]);
  const theirs = Object.entries(named(name).environment).map(([key, value]) => [key, unset(value)]);
  return Object.fromEntries([...ours, ...theirs]);
}

describe("compose.yaml", () => {
  it("has three nodes, two servers, a proxy, and workers that are started when wanted", () => {
    expect(Object.keys(compose.services)).toEqual(["proxy", ...APPS, "ingest", ...NODES]);
    expect(named("ingest").profiles).toEqual(["ingest"]);
    expect(
      Object.values(compose.services).filter(({ profiles }) => profiles.length > 0),
    ).toHaveLength(1);
  });

  it.each([...APPS, "ingest"])("gives %s settings that there are, and good ones", async (name) => {
    const env = environmentOf(name);
    const known = await readFile(join(PROJECT_ROOT, "lib/config.ts"), "utf8");
    for (const key of Object.keys(env).filter((one) => one.startsWith("WAVELENGTH_"))) {
      expect(known).toMatch(new RegExp(`^  ${key}: z`, "m"));
    }
    const { store, dataDir, thumbnailsDir, host } = parseConfig(env);
    expect(store).toMatchObject({ urls: NODES.map((node) => `http://${node}:6333`) });
    expect({ dataDir, thumbnailsDir, host }).toEqual({
      ...{ dataDir: "/data", thumbnailsDir: "/thumbnails", host: "0.0.0.0" },
    });
    // Shared by all of them, and theirs to write: the image makes the folders for its user.
    const { volumes } = named(name);
    expect(volumes).toEqual(named("app-1").volumes);
    for (const mount of ["data:/data", "thumbnails:/thumbnails"]) {
      expect(volumes).toContain(mount);
      expect(dockerfile).toMatch(new RegExp(`chown node:node .*${mount.split(":")[1]}\\b`));
    }
    expect(volumes.map(unset)).toContain("./pictures:/pictures:ro");
    expect(Object.keys(named(name).depends_on)).toEqual(NODES);
  });

  it("lets a server finish before it is killed", () => {
    for (const name of APPS) {
      const { close } = parseConfig(environmentOf(name));
      const graceS = Number(/^(\d+)s$/.exec(named(name).stop_grace_period ?? "")?.[1]);
      expect(graceS).toBeGreaterThan(close.delayS + close.timeoutS);
      // The proxy has looked at least once meanwhile.
      const lookS = Number(/health_interval (\d+)s/.exec(caddyfile)?.[1]);
      expect(close.delayS).toBeGreaterThan(lookS);
    }
  });

  it("makes one engine of the nodes, which keeps everything twice and is not to be reached", () => {
    for (const [i, name] of NODES.entries()) {
      const { command, environment, networks, ports, volumes } = named(name);
      const bootstrap = i === 0 ? [] : ["--bootstrap", `http://${NODES[0]}:6335`];
      expect(command).toEqual(["./entrypoint.sh", ...bootstrap, "--uri", `http://${name}:6335`]);
      expect(environment).toMatchObject({
        QDRANT__CLUSTER__ENABLED: "true",
        QDRANT__STORAGE__COLLECTION__REPLICATION_FACTOR: 2,
      });
      expect({ networks, ports, volumes }).toEqual({
        ...{ networks: ["engine"], ports: [], volumes: [`${name}:/qdrant/storage`] },
      });
    }
    expect(compose.networks.engine).toEqual({ internal: true });
  });

  it("names nothing that is not there", () => {
    for (const { depends_on, networks, volumes } of Object.values(compose.services)) {
      for (const name of Object.keys(depends_on)) named(name);
      for (const name of networks) expect(Object.keys(compose.networks)).toContain(name);
      const kept = volumes.map((mount) => unset(mount).split(":")[0] ?? "");
      for (const name of kept.filter((one) => !one.startsWith("."))) {
        expect(Object.keys(compose.volumes)).toContain(name);
      }
    }
  });

  it("is reached from this machine alone until it is told otherwise", () => {
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports.length > 0);
    expect(open.map(([name]) => name)).toEqual(["proxy"]);
    for (const port of named("proxy").ports) expect(unset(port)).toMatch(/^127\.0\.0\.1:\d+:/);
  });
});

describe("Caddyfile", () => {
  it("asks the servers that there are, at the port that they listen on", () => {
    const to = /^\s*to (.+)$/m.exec(caddyfile)?.[1]?.split(" ");
    expect(to).toEqual(APPS.map((name) => `${name}:${APP_PORT}`));
    expect(caddyfile).toContain("health_uri /api/health");
  });
});

describe("Dockerfile", () => {
  it("starts the server as npm start does", async () => {
    const serve = await readFile(join(PROJECT_ROOT, "lib/launch/serve.mjs"), "utf8");
    const [, bytes = ""] = /MAX_HEADER_BYTES = ([\d_]+)/.exec(serve) ?? [];
    const command: unknown = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "");
    expect(command).toEqual([
      ...["node", `--max-http-header-size=${bytes.replaceAll("_", "")}`],
      ...["node_modules/next/dist/bin/next", "start"],
      ...["--hostname", "0.0.0.0", "--port", String(APP_PORT)],
    ]);
    const settings = [...serve.matchAll(/\b((?:NEXT|LANCEDB)_\w+): "/g)].map(([, name]) => name);
    expect(settings).toHaveLength(3);
    for (const name of settings) expect(dockerfile).toContain(`${name}=`);
    expect(dockerfile).toContain(`EXPOSE ${APP_PORT}`);
  });

  it("runs as nobody in particular, on a Node that will do", () => {
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual([
      "node:20-bookworm-slim",
      "node:20-bookworm-slim",
    ]);
    expect(packageJson.engines.node).toBe(">=20.9.0");
    const last = dockerfile.slice(dockerfile.lastIndexOf("FROM"));
    expect(last.indexOf("USER node")).toBeGreaterThan(last.lastIndexOf("RUN"));
  });

  it("takes along what there is, and what is needed to run", async () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build (.+)$/gm)].flatMap(([, line = ""]) =>
      line.split(" ").filter((word) => word.startsWith("/app/")),
    );
    const names = copied.map((path) => path.replace("/app/", ""));
    expect(names).toEqual(expect.arrayContaining(["node_modules", "models", "dist", ".next"]));
    // Made by the build or by npm.
    const made = new Set(["node_modules", "dist", ".next"]);
    const ignored = await readFile(join(PROJECT_ROOT, ".dockerignore"), "utf8");
    for (const name of names.filter((one) => !made.has(one))) {
      await access(join(PROJECT_ROOT, name));
      expect(ignored.split("\n")).not.toContain(name);
    }
    // The command of the workers is one that the build makes.
    const [, command = ""] = named("ingest").command ?? [];
    await access(join(PROJECT_ROOT, command.replace(/^dist\/(.+)\.js$/, "workers/$1.ts")));
  });
});
