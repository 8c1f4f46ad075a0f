const LOOPBACK_ADDRESSES = new Set(["127.0.0.1", "::1", "localhost"]);

/** Whether a server that listens on this address is reached from its own machine only. */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK_ADDRESSES.has(address);
}
