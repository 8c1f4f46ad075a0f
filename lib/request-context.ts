import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** The header that names a request: a proxy's name for it is kept, so that its log and ours meet. */
export const REQUEST_ID_HEADER = "x-request-id";

/** What proxies and browsers write; nothing that could break a line of a log or a header. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:-]{5,127}$/;

interface RequestContext {
  readonly requestId: string;
}

const CONTEXT = Symbol.for("wavelength.request-context");
const shared = globalThis as typeof globalThis & { [CONTEXT]?: AsyncLocalStorage<RequestContext> };

/** On `globalThis`, because Next bundles each route apart. */
function storage(): AsyncLocalStorage<RequestContext> {
  shared[CONTEXT] ??= new AsyncLocalStorage();
  return shared[CONTEXT];
}

/** The id that a request brings, where it is well formed; else a new one of 16 characters. */
export function requestIdOf(brought: string | null | undefined): string {
  return brought && WELL_FORMED.test(brought) ? brought : randomBytes(12).toString("base64url");
}

/** Runs `work` as a part of a request: whatever it logs, now or later, carries the id. */
export function withinRequest<T>(requestId: string, work: () => T): T {
  return storage().run({ requestId }, work);
}

/** The id of the request that this is a part of, if it is a part of one. */
export function currentRequestId(): string | undefined {
  return storage().getStore()?.requestId;
}
