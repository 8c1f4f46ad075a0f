import { describe, expect, it } from "vitest";
import { parseConfig } from "@/lib/config";
import { isFromThisMachine, originOf, requireKnownHost } from "./known-host";

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

describe("the origin that absolute addresses are written with", () => {
  const knownHosts = ["gallery.example"];
  it.each([
    [{ host: "localhost:3000" }, "http://localhost:3000"],
    [{ host: "LOCALHOST" }, "http://localhost"],
    [{ host: "gallery.example", "x-forwarded-proto": "https" }, "https://gallery.example"],
    [{ host: "gallery.example", "x-forwarded-proto": "https, http" }, "https://gallery.example"],
    [{ host: "gallery.example", "x-forwarded-proto": "javascript" }, "http://gallery.example"],
    [{ host: "192.168.1.7:3000" }, "http://192.168.1.7:3000"],
    [{ host: "[2001:db8::7]:3000" }, "http://[2001:db8::7]:3000"],
  ] as [Record<string, string>, string][])("of %j is %s", (headers, origin) => {
    expect(originOf(new Headers(headers), { knownHosts })).toBe(origin);
  });

  it.each([
    "evil.example",
    "gallery.example.evil.example",
    "[fe80::1%evil]",
    "a/b",
    "",
    "1.2.3.4.evil",
  ])("is not told for %j, which anyone may write", (host) => {
    expect(originOf(new Headers({ host }), { knownHosts })).toBeUndefined();
  });
});
