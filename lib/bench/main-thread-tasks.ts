/** An event of Chromium's trace format (https://chromium.googlesource.com/catapult, "Trace Event Format"). */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Duration in µs; of complete events (`ph` "X"). */
  readonly dur?: number;
  /** CPU time of the thread in µs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task that a page's main thread ran. */
interface MainThreadTask {
  readonly ms: number;
  /** CPU time: what is left of `ms` when others wanted the core. NaN where it was not traced. */
  readonly cpuMs: number;
}

/** What DevTools' timeline calls one task of the thread's scheduler. */
const TASK_NAME = "RunTask";

/** The tasks of all renderers' main threads in a trace, longest first. */
export function mainThreadTasks(events: readonly TraceEvent[]): MainThreadTask[] {
  const mains = new Set(
    events
      .filter(({ ph, name, args }) => {
        return ph === "M" && name === "thread_name" && args?.name === "CrRendererMain";
      })
      .map(threadOf),
  );
  return events
    .filter((event) => event.ph === "X" && event.name === TASK_NAME && mains.has(threadOf(event)))
    .map(({ dur = 0, tdur = Number.NaN }) => ({ ms: dur / 1e3, cpuMs: tdur / 1e3 }))
    .sort((a, b) => b.ms - a.ms);
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}/${tid}`;
}
