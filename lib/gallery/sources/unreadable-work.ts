import type { z } from "zod";
import type { SourceEvent } from "./source";

/**
 * A line in the report for a work that a page of results has not as published.
 *
 * @param page what its page's address is without its number.
 */
export function unreadableWork(
  title: string,
  page: string,
  work: unknown,
  { issues: [issue] }: z.ZodError,
): SourceEvent {
  const has = typeof work === "object" && work !== null ? (work as Record<string, unknown>) : {};
  const id = ["id", "pageid"].map((name) => has[name]).find((value) => typeof value === "number");
  const where = id === undefined ? title : `${page}${id}`;
  const what = `${issue?.path.join(".") || "it"}: ${issue?.message ?? "is something else"}`;
  const reason = `Expected a work as ${title} publishes it but ${what}.`;
  return { kind: "unreadable", where, code: "link_invalid", reason };
}
