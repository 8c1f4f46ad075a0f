import { unstable_rethrow } from "next/navigation";
import { ZodError, z } from "zod";
import { type AppError, isAppError } from "@/lib/errors";
import { logEvent } from "@/lib/log-event";
import type { Problem } from "@/lib/search/contract";

/**
 * Turns whatever a route handler throws into RFC 9457 `application/problem+json`. An expected
 * failure says its code and message; anything else is logged and answered with a 500 that says
 * nothing.
 */
export function withProblems<Context>(
  handler: (request: Request, context: Context) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      unstable_rethrow(error);
      return problemResponse(error, request);
    }
  };
}

/** The body for an error; also used where a page, not a route, must say what went wrong. */
export function problemOf(error: unknown): Problem {
  if (isAppError(error)) return body(error.code, error.status, error.message);
  if (error instanceof ZodError) {
    return body("invalid_request", 400, z.prettifyError(error));
  }
  return body("internal", 500, "Something went wrong here. The server's log says what.");
}

function body(code: string, status: number, detail: string): Problem {
  return { type: "about:blank", title: code.replaceAll("_", " "), status, detail, code };
}

function problemResponse(error: unknown, request: Request): Response {
  const problem = problemOf(error);
  if (problem.status >= 500) logFailure(error, problem, request);
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  if (isAppError(error) && problem.status === 503) {
    headers.set("retry-after", String(Math.ceil(error.retryAfterS ?? 1)));
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

/** The route without what a person asked it for: a preview's address is a whole trail. */
function routeOf({ url }: Request): string {
  return new URL(url).pathname.split("/").slice(0, 3).join("/");
}

function logFailure(error: unknown, { code }: Problem, request: Request): void {
  const known = error as AppError | Error;
  logEvent("request_failed", {
    code,
    route: routeOf(request),
    message: String(known),
    cause: known.cause === undefined ? undefined : String(known.cause),
    stack: isAppError(error) ? undefined : known.stack,
  });
}
