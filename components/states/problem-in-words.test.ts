import { describe, expect, it } from "vitest";
import type { Problem } from "@/lib/search/contract";
import { problemInWords } from "./problem-in-words";

const problem = (code: string): Problem => ({
  type: "about:blank",
  title: code,
  status: 0,
  detail: "What happened, and the way out.",
  code,
});

describe("problemInWords", () => {
  it("blames the network only where the browser has none", () => {
    expect(problemInWords(problem("unreachable"), false).title).toBe("You are offline");
    expect(problemInWords(problem("unreachable"), true).title).toBe("Nobody answers");
    expect(problemInWords(problem("store_unavailable"), false).title).toBe(
      "The gallery cannot be read",
    );
  });

  it("says what the server said, under a title of its own for what has none", () => {
    expect(problemInWords(problem("something_new"), true)).toEqual({
      title: "That did not work",
      text: "What happened, and the way out.",
    });
  });
});
