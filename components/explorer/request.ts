import { type Problem, problem } from "@/lib/search/contract";

/** What a failed request says; `problem.code` is "unreachable" when no answer came at all. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly problem: Problem;
  /** Seconds after which the server asks to be tried again; `undefined` where it does not say. */
  readonly retryAfterS: number | undefined;

  constructor(failed: Problem, options?: ErrorOptions & { retryAfterS?: number | undefined }) {
    super(failed.detail, options);
    this.problem = failed;
    this.retryAfterS = options?.retryAfterS;
  }
}

/** The body of a request to our own server, read as JSON. @throws {RequestFailure}; what its signal aborts with. */
export async function requestJson(url: string, init: RequestInit = {}): Promise<unknown> {
  return (await requestOk(url, init)).json();
}

/** A request that must succeed. @throws {RequestFailure}; what its signal aborts with. */
export async function requestOk(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await reach(url, init);
  if (response.ok) return response;
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  throw new RequestFailure(await readProblem(response), {
    retryAfterS: Number.isFinite(wait) ? wait : undefined,
  });
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestFailure(unreachable(), { cause: error });
  }
}

function unreachable(): Problem {
  return {
    type: "about:blank",
    title: "unreachable",
    status: 0,
    detail: "Wavelength did not answer. Is it still running, and are you connected to it?",
    code: "unreachable",
  };
}

async function readProblem(response: Response): Promise<Problem> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  return {
    type: "about:blank",
    title: "internal",
    status: response.status,
    detail: `The server answered ${response.status} and did not say why.`,
    code: "internal",
  };
}
