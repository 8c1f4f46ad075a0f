import { currentRequestId } from "./request-context";

/**
 * Writes one line of JSON to stderr: the server's only log format. What is logged while a request is
 * answered carries its id.
 */
export function logEvent(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const requestId = currentRequestId();
  const line = {
    at: new Date().toISOString(),
    event,
    ...(requestId === undefined ? {} : { requestId }),
    ...fields,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
