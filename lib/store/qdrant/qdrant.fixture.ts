import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BadRequest, FixtureCollection } from "./qdrant-collection.fixture";

type Json = Record<string, unknown>;

/** What goes wrong with the next request whose method and path match. */
export interface Fault {
  /** Against "PUT /collections/x/points"; every request by default. */
  readonly on?: RegExp;
  readonly does: /** Answers so, and does nothing. */
    | { readonly status: number; readonly headers?: Record<string, string>; readonly said?: string }
    /** Never answers. */
    | "hang"
    /** Breaks the connection off before anything is done. */
    | "drop"
    /** Breaks it off after all is done: the answer is lost. */
    | "drop after"
    /** Takes in half of the points, then breaks off. */
    | "half"
    /** Says that it has not finished. */
    | "acknowledge"
    /** Nothing: for what happens meanwhile. */
    | "pass";
  /** Runs before the fault: what happens elsewhere at that moment. */
  readonly meanwhile?: () => Promise<void> | void;
}

/**
 * An engine on a loopback port that speaks as Qdrant 1.18 does, as far as we ask: in memory, honest,
 * and at fault when told to be.
 */
export class QdrantFixture {
  readonly faults: Fault[] = [];
  /** "METHOD /path" of every request, in order. */
  readonly requests: string[] = [];
  /** What was searched with, in order. */
  readonly queries: (readonly number[])[] = [];
  /** Of points that were read by their ids. */
  readonly reads: { readonly ids: readonly string[]; readonly fields: readonly string[] }[] = [];
  /** What it says it is. */
  version = "1.18.3";
  readonly #collections = new Map<string, FixtureCollection>();
  readonly #aliases = new Map<string, string>();
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<QdrantFixture> {
    const fixture = new QdrantFixture();
    await fixture.up();
    return fixture;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Answers again, at the same port, with all that it held. */
  async up(): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error) => response.destroy(error));
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Refuses connections and breaks off those that there are. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }

  /** As another program would make one. */
  createCollection(name: string, config: Json): void {
    this.#collections.set(name, new FixtureCollection(config));
  }

  /** As a snapshot that is restored under another name. */
  copyCollection(from: string, to: string): void {
    const copy = this.#collections.get(from)?.copy();
    if (copy) this.#collections.set(to, copy);
  }

  pointAlias(alias: string, name: string): void {
    this.#aliases.set(alias, name);
  }

  dropAlias(alias: string): void {
    this.#aliases.delete(alias);
  }

  /** Takes a field out of every point, as if it had never been written. */
  forget(field: string): void {
    for (const collection of this.#collections.values()) collection.forget(field);
  }

  collections(): string[] {
    return [...this.#collections.keys()];
  }

  aliases(): ReadonlyMap<string, string> {
    return this.#aliases;
  }

  drop(name: string): void {
    this.#collections.delete(name);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname } = new URL(request.url ?? "/", this.url);
    const line = `${request.method} ${pathname}`;
    this.requests.push(line);
    const text = Buffer.concat(chunks).toString();
    const body: Json = text === "" ? {} : JSON.parse(text);
    const at = this.faults.findIndex(({ on }) => on === undefined || on.test(line));
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    await fault?.meanwhile?.();
    const does = fault?.does;
    if (does === "hang") return;
    if (does === "drop") return void response.destroy();
    if (does === "half") {
      const points = (body.points ?? []) as unknown[];
      this.#answer(line, { ...body, points: points.slice(0, Math.ceil(points.length / 2)) });
      return void response.destroy();
    }
    if (typeof does === "object") {
      const { status, headers = {}, said = "as the test wants it" } = does;
      return send(response, status, { status: { error: said } }, headers);
    }
    if (line === "GET /") {
      const { version } = this;
      return send(response, 200, { title: "qdrant - vector search engine", version });
    }
    try {
      const result = this.#answer(line, body);
      if (does === "drop after") return void response.destroy();
      const isLate = does === "acknowledge";
      send(response, 200, {
        result: isLate ? acknowledged(result) : result,
        status: "ok",
        time: 0,
      });
    } catch (error) {
      if (error instanceof Missing)
        return send(response, 404, { status: { error: error.message } });
      if (!(error instanceof BadRequest)) throw error;
      send(response, 400, { status: { error: error.message } });
    }
  }

  #answer(line: string, body: Json): unknown {
    if (line === "GET /aliases") {
      const aliases = Array.from(this.#aliases, ([alias_name, collection_name]) => {
        return { alias_name, collection_name };
      });
      return { aliases };
    }
    if (line === "POST /collections/aliases") return this.#changeAliases(body.actions as Json[]);
    const [, method, encoded = "", rest = ""] =
      /^(\S+) \/collections\/([^/]+)(.*)$/.exec(line) ?? [];
    const name = decodeURIComponent(encoded);
    if (method === "PUT" && rest === "") return this.#create(name, body);
    if (method === "DELETE" && rest === "") return this.#collections.delete(name);
    const collection = this.#collections.get(this.#aliases.get(name) ?? name);
    if (!collection) throw new Missing(`Not found: Collection \`${name}\` doesn't exist!`);
    switch (`${method} ${rest}`) {
      case "GET ":
        return collection.describe();
      case "PUT /index":
        collection.createIndex(body);
        return { operation_id: 0, status: "completed" };
      case "PUT /points":
        collection.upsert(body);
        return { operation_id: 0, status: "completed" };
      case "POST /points/batch":
        return (body.operations as Json[]).map(({ set_payload, upsert }) => {
          if (set_payload) collection.setPayload(set_payload as Json);
          else if (upsert) collection.upsert(upsert as Json);
          else throw new BadRequest("Format error: an operation that is not known");
          return { operation_id: 0, status: "completed" };
        });
      case "POST /points":
        if (Array.isArray(body.with_payload)) {
          this.reads.push({ ids: body.ids as string[], fields: body.with_payload });
        }
        return collection.read(body);
      case "POST /points/count":
        return collection.count(body);
      case "POST /points/scroll":
        return collection.scroll(body);
      case "POST /points/query":
        this.queries.push(body.query as number[]);
        return collection.query(body);
      default:
        throw new Missing(`Not found: ${line}`);
    }
  }

  #create(name: string, config: Json): true {
    if (this.#collections.has(name) || this.#aliases.has(name)) {
      throw new BadRequest(`Wrong input: Collection \`${name}\` already exists!`);
    }
    this.#collections.set(name, new FixtureCollection(config));
    return true;
  }

  #changeAliases(actions: readonly Json[]): true {
    for (const action of actions) {
      const { delete_alias, create_alias } = action as {
        delete_alias?: { alias_name: string };
        create_alias?: { alias_name: string; collection_name: string };
      };
      if (delete_alias) this.#aliases.delete(delete_alias.alias_name);
      if (!create_alias) continue;
      const { alias_name, collection_name } = create_alias;
      if (!this.#collections.has(collection_name))
        throw new Missing(`Not found: ${collection_name}`);
      this.#aliases.set(alias_name, collection_name);
    }
    return true;
  }
}

class Missing extends Error {}

function acknowledged(result: unknown): unknown {
  return { ...(result as Json), status: "acknowledged" };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
