/**
 * All that arrives, in one buffer. Whoever is told too much ends it there.
 *
 * @param checkBytes hears how many bytes have come, before they are kept; ends the reading by throwing.
 * @throws what `checkBytes` and the reading throw.
 */
export async function readWhole(
  chunks: AsyncIterable<Buffer>,
  checkBytes: (bytes: number) => void,
): Promise<Buffer> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    checkBytes(bytes);
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}
