import { describe, expect, it } from "vitest";
import { parseConfig } from "@/lib/config";
import { isFromThisMachine, requireKnownHost } from "./known-host";

const visit = (host: string, env: Record<string, string> = {}) =>
  requireKnownHost(new Headers({ host }), parseConfig(env));

describe("a server on a loopback address", () => {
  it.each(["localhost:3000", "127.0.0.1", "[::1]:3000", "LOCALHOST:3000"])(
    "answers to %s",
    (host) => {
      expect(() => visit(host)).not.toThrow();
    },
  );

  it.each(["evil.example", "localhost.evil.example:3000", "192.168.1.7:3000", ""])(
    "refuses %j, a name that was made to resolve here",
    (host) => {
      expect(() => visit(host)).toThrow(expect.objectContaining({ code: "host_unknown" }));
    },
  );

  it("answers to the names that its owner lists", () => {
    const env = { WAVELENGTH_HOSTS: "gallery.example, other.example" };
    expect(() => visit("Gallery.example", env)).not.toThrow();
    expect(() => visit("evil.example", env)).toThrow(/WAVELENGTH_HOSTS/);
  });
});

it("answers to any name on the network's addresses, where everyone may browse", () => {
  expect(() => visit("gallery.example", { WAVELENGTH_HOST: "0.0.0.0" })).not.toThrow();
});

it.each([
  [{ host: "localhost:3000" }, true],
  [{ host: "localhost:3000", "x-forwarded-for": "127.0.0.1" }, true],
  [{ host: "localhost:3000", "x-forwarded-for": "::ffff:127.0.0.1" }, true],
  [{ host: "localhost:3000", "x-forwarded-for": "::1" }, true],
  [{ host: "localhost:3000", "x-forwarded-for": "203.0.113.9" }, false],
  [{ host: "localhost:3000", "x-forwarded-for": "203.0.113.9, 127.0.0.1" }, false],
  [{ host: "localhost:3000", forwarded: "for=203.0.113.9" }, false],
  [{ host: "gallery.example" }, false],
] as [Record<string, string>, boolean][])(
  "tells from %j whether this machine asks: %s",
  (headers, isOurs) => {
    expect(isFromThisMachine(new Headers(headers))).toBe(isOurs);
  },
);
