import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routeName } from "./route-name";

/** The pages and routes of `app/`, as addresses: `[id]` becomes `*`. */
function routesOfApp(): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /(?:^|\/)(?:page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${dirname(file)}`.replace(/\/\.$/, "/").replaceAll(/\[[^\]]+\]/g, "*"));
}

describe("the name of a route", () => {
  it("is known for every page and route of the app", () => {
    const routes = routesOfApp();
    expect(routes.length).toBeGreaterThan(20);
    for (const route of routes) {
      expect(routeName(route.replaceAll("*", "anything"))).toBe(route);
    }
  });

  it("says nothing of what was asked for", () => {
    expect(routeName("/t/AQtheWholeTrail?x=1")).toBe("/t/*");
    expect(routeName("/api/images/abcdefghijk/thumb/320")).toBe("/api/images/*/thumb/*");
    expect(routeName("/_next/static/chunks/1.js")).toBe("static");
    expect(routeName("/wp-login.php")).toBe("unknown");
  });

  it("is one of few, whatever is asked", () => {
    const known = new Set([...routesOfApp(), "static", "unknown"]);
    fc.assert(
      fc.property(fc.oneof(fc.webPath(), fc.string()), (address) => {
        expect(known).toContain(routeName(address));
      }),
    );
  });
});
