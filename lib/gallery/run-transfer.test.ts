import { expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { endOf } from "./run-transfer";

const stopped = () => "Stopped: go on with --merge.";

it("a transfer that was stopped says how it goes on", () => {
  const signal = AbortSignal.abort();
  expect(endOf(signal.reason, signal, stopped)).toEqual({ said: stopped(), exitCode: 130 });
});

it("a transfer that failed says why, also when it was to stop", () => {
  const full = new AppError("disk_full", "Free some space.");
  const expected = { said: "Free some space.", exitCode: 1 };
  expect(endOf(full, new AbortController().signal, stopped)).toEqual(expected);
  expect(endOf(full, AbortSignal.abort(), stopped)).toEqual(expected);
});

it("a transfer that fails unexpectedly shows where", () => {
  const error = new Error("odd");
  const { said } = endOf(error, new AbortController().signal, stopped);
  expect(said).toBe(error.stack);
});
