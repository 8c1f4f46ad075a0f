import { describe, expect, test } from "vitest";
import { mainThreadTasks } from "./main-thread-tasks";

const main = { pid: 7, tid: 1 };
const name = { name: "thread_name", ph: "M", args: { name: "CrRendererMain" }, ...main };

describe("mainThreadTasks", () => {
  test("tells a page's tasks in ms, longest first", () => {
    const tasks = mainThreadTasks([
      { name: "RunTask", ph: "X", dur: 8_000, tdur: 6_000, ...main },
      { name: "RunTask", ph: "X", dur: 61_000, tdur: 20_000, ...main },
      name,
    ]);
    expect(tasks).toEqual([
      { ms: 61, cpuMs: 20 },
      { ms: 8, cpuMs: 6 },
    ]);
  });

  test("leaves out other threads, other processes and what is no task", () => {
    const tasks = mainThreadTasks([
      name,
      { name: "RunTask", ph: "X", dur: 90_000, pid: 7, tid: 2 },
      { name: "RunTask", ph: "X", dur: 90_000, pid: 8, tid: 1 },
      { name: "Layout", ph: "X", dur: 90_000, ...main },
    ]);
    expect(tasks).toEqual([]);
  });
});
