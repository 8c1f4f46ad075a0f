import { isIPv4, isIPv6 } from "node:net";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { isLoopbackAddress } from "@/lib/loopback-address";
import { getRuntime, type Runtime } from "@/lib/runtime";

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The runtime, for a request that names a host we answer to. On a loopback address those are
 * loopback names and `WAVELENGTH_HOSTS`: any other is a foreign site whose name was made to resolve
 * here (DNS rebinding), and would read the gallery as if it were its own. On another address,
 * whoever reaches us may browse.
 *
 * @throws {AppError} `host_unknown`; what {@link getRuntime} throws.
 */
export async function runtimeFor({ headers }: { readonly headers: Headers }): Promise<Runtime> {
  const runtime = await getRuntime();
  requireKnownHost(headers, runtime.config);
  return runtime;
}

/** @throws {AppError} `host_unknown`. */
export function requireKnownHost(headers: Headers, { host, knownHosts }: Config): void {
  const name = hostName(headers);
  if (!isLoopbackAddress(host) || LOOPBACK_NAMES.has(name) || knownHosts.includes(name)) return;
  throw new AppError(
    "host_unknown",
    `Expected a name of this machine but received ${JSON.stringify(name.slice(0, 100))}. Use http://localhost, or list the name in WAVELENGTH_HOSTS.`,
  );
}

/**
 * Where a request's sender reached us, e.g. `https://example.org`: for addresses that must be absolute.
 * A Host header is whatever its sender writes, so only a name that is ours for certain is repeated: a
 * loopback name, one of `WAVELENGTH_HOSTS`, a bare IP address (which no foreign name can be).
 *
 * @returns `undefined` for any other name.
 */
export function originOf(
  headers: Headers,
  { knownHosts }: Pick<Config, "knownHosts">,
): string | undefined {
  const name = hostName(headers);
  const isOurs = LOOPBACK_NAMES.has(name) || knownHosts.includes(name) || isIpAddress(name);
  const port = /:\d{1,5}$/.exec(headers.get("host") ?? "")?.[0] ?? "";
  if (!isOurs) return undefined;
  // A proxy in front says how it was asked; it is a word of two, whoever wrote it.
  const isSecure = headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
  return `${isSecure ? "https" : "http"}://${name}${port}`;
}

/** As a Host header has it: IPv6 in brackets. */
function isIpAddress(name: string): boolean {
  return isIPv4(name) || isIPv6(/^\[([0-9a-f:.]+)\]$/.exec(name)?.[1] ?? "");
}

/** Whether the request was sent to a loopback name, by a program of this machine itself. */
export function isFromThisMachine(headers: Headers): boolean {
  if (!LOOPBACK_NAMES.has(hostName(headers)) || headers.has("forwarded")) return false;
  // Next writes the socket's address here; a proxy that hides the name it was called by, its caller's.
  const senders = headers.get("x-forwarded-for")?.split(",") ?? [];
  return senders.every((sender) => /^(?:::ffff:)?127\.|^::1$/.test(sender.trim()));
}

/** The name in the Host header, without its port. */
function hostName(headers: Headers): string {
  return (headers.get("host") ?? "").replace(/:\d+$/, "").toLowerCase();
}
