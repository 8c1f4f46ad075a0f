import { expect, it } from "vitest";
import { naiveSearch } from "@/lib/store/naive-search";
import { sampleId } from "@/lib/store/sample-rows";
import { benchRow, SCHEMA } from "./made-up-gallery";
import { bestOf } from "./recall";
import { questionsOf, REFERENCE_LIMIT, referenceOf } from "./store-questions";

it("answers that searches are measured by are those of a naive search, at every corner", () => {
  const rows = Array.from({ length: 300 }, (_, n) => benchRow(n));
  const all = new Float32Array(rows.length * SCHEMA.layout.total);
  rows.forEach(({ energy }, n) => {
    all.set(energy, n * SCHEMA.layout.total);
  });
  const reference = referenceOf(all, rows.length);
  const questions = questionsOf(rows.length);
  expect(reference).toHaveLength(questions.length * REFERENCE_LIMIT);
  expect(new Set(questions.map(({ corner }) => corner)).size).toBe(15);
  for (const [i, { query }] of questions.entries()) {
    const expected = naiveSearch(rows, query, { limit: 20 }).map(({ id }) => id);
    expect(Array.from(bestOf(reference, i, 20), sampleId)).toEqual(expected);
  }
});
