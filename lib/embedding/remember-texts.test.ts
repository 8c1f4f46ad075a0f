import { describe, expect, it } from "vitest";
import { normalize } from "@/lib/energy/unit-vector";
import type { Embedder } from "./embedder";
import { rememberTexts } from "./remember-texts";

function counting() {
  const asked: string[] = [];
  const embedder: Embedder = {
    model: {
      id: "m",
      provider: "cpu",
      rejected: [],
      imageSize: 8,
      fit: "fill",
      dims: { subject: 1, style: 1, copy: 0 },
      hasText: true,
    },
    status: () => ({ state: "ready", queueDepth: 0, maxQueue: 1 }),
    embedImage: () => Promise.reject(new Error("not asked")),
    async embedText(text) {
      asked.push(text);
      if (text === "fails" && asked.length === 1) throw new Error("the thread died");
      return { subject: normalize([1]), style: normalize([1]), usedChars: text.length };
    },
    close: async () => {},
  };
  return { asked, embedder: rememberTexts(embedder) };
}

describe("rememberTexts", () => {
  it("has the same words embedded once", async () => {
    const { asked, embedder } = counting();
    const first = await embedder.embedText("calm sea");
    expect(await embedder.embedText("calm sea")).toBe(first);
    await embedder.embedText("calm");
    expect(asked).toEqual(["calm sea", "calm"]);
  });

  it("does not remember a failure", async () => {
    const { embedder } = counting();
    await expect(embedder.embedText("fails")).rejects.toThrow("the thread died");
    expect((await embedder.embedText("fails")).usedChars).toBe(5);
  });

  it("still refuses what was given up", async () => {
    const { embedder } = counting();
    await embedder.embedText("calm");
    await expect(embedder.embedText("calm", AbortSignal.abort())).rejects.toThrow();
  });
});
