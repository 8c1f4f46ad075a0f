import { availableParallelism, cpus } from "node:os";

/** What a piece of work took of the machine. */
export interface MachineUse {
  readonly wallS: number;
  /** CPU seconds of this process, all threads. */
  readonly cpuS: number;
  /** CPU seconds that others took meanwhile; `undefined` where more cores can be seen than used. */
  readonly othersCpuS: number | undefined;
  readonly cores: number;
}

/** Starts to measure. @returns what has been used until it is called. */
export function measureMachineUse(): () => MachineUse {
  const cores = availableParallelism();
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const startBusyS = busySeconds();
  return () => {
    const { user, system } = process.cpuUsage(startCpu);
    const cpuS = (user + system) / 1e6;
    const isWholeMachine = cpus().length === cores;
    return {
      wallS: (performance.now() - startMs) / 1_000,
      cpuS,
      othersCpuS: isWholeMachine ? Math.max(0, busySeconds() - startBusyS - cpuS) : undefined,
      cores,
    };
  };
}

function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0) / 1_000;
}
