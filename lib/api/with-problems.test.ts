import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { logEvent } from "@/lib/log-event";
import { readExposition, sampleValue } from "@/lib/metrics/exposition";
import { renderMetrics } from "@/lib/metrics/metrics";
import { AT_REST } from "@/lib/metrics/metrics.fixture";
import { withProblems } from "./with-problems";

const answer = (error: unknown, url = "http://localhost/api/wall?trail=x") =>
  withProblems(async () => {
    throw error;
  })(new Request(url), undefined);

describe("withProblems", () => {
  it("says an expected failure with its code, status and message", async () => {
    const response = await answer(new AppError("image_empty", "Expected a file."));
    expect(response.status).toBe(415);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code: "image_empty",
      detail: "Expected a file.",
    });
  });

  it("says when to come back", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const response = await answer(
      new AppError("embedder_overloaded", "Full", { retryAfterS: 1.2 }),
    );
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  });

  it("counts what it says by its code, once each", async () => {
    const counted = async (code: string) => {
      const { text } = await renderMetrics(AT_REST);
      return sampleValue(readExposition(text), "wavelength_errors_total", { code }) ?? 0;
    };
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const codes = ["image_too_large", "internal", "server_busy"] as const;
    const before = await Promise.all(codes.map(counted));
    await answer(new AppError("image_too_large", "Expected less."));
    await answer(new Error("a secret"));
    const after = await Promise.all(codes.map(counted));
    expect(after.map((count, i) => count - (before[i] ?? 0))).toEqual([1, 1, 0]);
  });

  it("names the request in the answer, in its body and in every line that is logged meanwhile", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const handler = withProblems(async () => {
      logEvent("looked_up");
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("late");
    });
    const headers = { "x-request-id": "quote-me-4711" };
    const response = await handler(
      new Request("http://localhost/api/wall", { headers }),
      undefined,
    );
    expect(response.headers.get("x-request-id")).toBe("quote-me-4711");
    expect(await response.json()).toMatchObject({ code: "internal", requestId: "quote-me-4711" });
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
    expect(lines.map(({ event, requestId }) => [event, requestId])).toEqual([
      ["looked_up", "quote-me-4711"],
      ["request_failed", "quote-me-4711"],
    ]);
  });

  it("makes a name for a request that brings none, and gives it to whoever succeeds too", async () => {
    const handler = withProblems(async () => Response.json({}));
    const ask = async () =>
      (await handler(new Request("http://localhost/api/wall"), undefined)).headers.get(
        "x-request-id",
      );
    const [one, other] = [await ask(), await ask()];
    expect(one).toMatch(/^[\w-]{16}$/);
    expect(other).not.toBe(one);
  });

  it("turns a schema's complaint into a 400", async () => {
    const { error } = z.object({ ids: z.string() }).safeParse({});
    expect((await answer(error)).status).toBe(400);
  });

  it("keeps an unexpected failure out of the answer and puts it into the log", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const response = await answer(new Error("secret path"));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
    expect(String(log.mock.calls.at(-1)?.[0])).toContain("secret path");
  });

  it("logs the route that failed, and nothing of the trail that it was asked for", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await answer(new Error("no memory"), "http://localhost/api/preview/AQtheWholeTrail?hops=3");
    const line = String(log.mock.calls.at(-1)?.[0]);
    expect(JSON.parse(line)).toMatchObject({ event: "request_failed", route: "/api/preview/*" });
    expect(line).not.toContain("AQtheWholeTrail");
  });
});
