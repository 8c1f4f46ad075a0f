/** What `kernel/scan-kernel.ts` exports; every argument is a count or an address. */
export interface Kernel {
  scanRows(
    rows: number,
    codes: number,
    scales: number,
    errors: number,
    query: number,
    queryScales: number,
    queryNorms: number,
    blocks: number,
    scores: number,
    bounds: number,
  ): void;
  rescore(count: number, energies: number, dims: number, query: number, scores: number): void;
  similarities(energy: number, count: number, others: number, blocks: number, out: number): void;
}

/** Starts the compiled kernel on the memory that both threads share. */
export function startKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The module is our own (kernel/scan-kernel.ts); WebAssembly's types know no signatures.
  return exports as unknown as Kernel;
}
