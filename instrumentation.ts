/** Opens model and store before the first request, so that nobody waits for them. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startRuntime } = await import("./lib/runtime");
  await startRuntime();
}
