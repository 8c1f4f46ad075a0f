import type { Dispatcher } from "undici";

/** What an answer's head said. */
export interface Answer {
  status?: number;
  /** The header as it stands there. */
  retryAfter?: string;
}

/**
 * A dispatcher for one request that notes what the client keeps for itself: @qdrant/js-client-rest
 * 1.18 reads the first digit of `retry-after`, and nothing when it is a date.
 */
export function notingDispatcher(agent: Dispatcher, answer: Answer): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    return dispatch(options, new NotingHandler(handler, answer));
  });
}

class NotingHandler implements Dispatcher.DispatchHandlers {
  readonly #next: Dispatcher.DispatchHandlers;
  readonly #answer: Answer;

  constructor(next: Dispatcher.DispatchHandlers, answer: Answer) {
    this.#next = next;
    this.#answer = answer;
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void, text: string): boolean {
    this.#answer.status = status;
    for (let i = 0; i + 1 < headers.length; i += 2) {
      if (String(headers[i]).toLowerCase() === "retry-after") {
        this.#answer.retryAfter = String(headers[i + 1]);
      }
    }
    return this.#next.onHeaders?.(status, headers, resume, text) ?? true;
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#next.onConnect?.(abort);
  }

  onError(error: Error): void {
    this.#next.onError?.(error);
  }

  onResponseStarted(): void {
    this.#next.onResponseStarted?.();
  }

  onData(chunk: Buffer): boolean {
    return this.#next.onData?.(chunk) ?? true;
  }

  onComplete(trailers: string[] | null): void {
    this.#next.onComplete?.(trailers);
  }

  onBodySent(chunkSize: number, totalBytesSent: number): void {
    this.#next.onBodySent?.(chunkSize, totalBytesSent);
  }
}
