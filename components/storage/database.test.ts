import { openDB } from "idb";
import { expect, it, vi } from "vitest";
import { databaseOf } from "./database";

vi.mock("idb", () => ({ openDB: vi.fn() }));

it("is opened once, and anew after it could not be opened or used", async () => {
  const open = vi.mocked(openDB);
  const withDb = databaseOf("a", () => undefined);
  open.mockRejectedValueOnce(new Error("refused"));
  await expect(withDb(async () => 1)).rejects.toThrow("refused");
  open.mockResolvedValue({} as Awaited<ReturnType<typeof openDB>>);
  expect(await withDb(async () => 2)).toBe(2);
  expect(await withDb(async () => 3)).toBe(3);
  expect(open).toHaveBeenCalledTimes(2);
  await expect(withDb(async () => Promise.reject(new Error("closed")))).rejects.toThrow("closed");
  expect(await withDb(async () => 4)).toBe(4);
  expect(open).toHaveBeenCalledTimes(3);
});

it("rejects where the browser has no storage at all", async () => {
  vi.mocked(openDB).mockImplementationOnce(() => {
    throw new ReferenceError("indexedDB is not defined");
  });
  await expect(databaseOf("b", () => undefined)(async () => 1)).rejects.toThrow(ReferenceError);
});
