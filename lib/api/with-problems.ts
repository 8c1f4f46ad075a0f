import { unstable_rethrow } from "next/navigation";
import { ZodError, z } from "zod";
import { type AppError, isAppError } from "@/lib/errors";
import { logEvent } from "@/lib/log-event";
import { countError } from "@/lib/metrics/metrics";
import {
  currentRequestId,
  REQUEST_ID_HEADER,
  requestIdOf,
  withinRequest,
} from "@/lib/request-context";
import type { Problem } from "@/lib/search/contract";
import { routeName } from "./route-name";

/**
 * Turns whatever a route handler throws into RFC 9457 `application/problem+json`. An expected
 * failure says its code and message; anything else is logged and answered with a 500 that says
 * nothing. Every answer, and every line that is logged meanwhile, carries the request's id.
 */
export function withProblems<Context>(
  handler: (request: Request, context: Context) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return (request, context) => {
    const requestId = requestIdOf(request.headers.get(REQUEST_ID_HEADER));
    return withinRequest(requestId, async () => {
      const response = await handler(request, context).catch((error: unknown) => {
        unstable_rethrow(error);
        return problemResponse(error, request);
      });
      response.headers.set(REQUEST_ID_HEADER, requestId);
      return response;
    });
  };
}

/**
 * The body for an error, which is counted and, where it is ours, logged; also used where a page, not a
 * route, must say what went wrong.
 *
 * @param route where it happened, as `routeName` has it.
 */
export function reportProblem(error: unknown, route: string): Problem {
  const problem = problemOf(error);
  countError(problem.code);
  if (problem.status >= 500) logFailure(error, problem, route);
  const requestId = currentRequestId();
  return requestId === undefined ? problem : { ...problem, requestId };
}

function problemOf(error: unknown): Problem {
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
  const problem = reportProblem(error, routeName(new URL(request.url).pathname));
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  if (isAppError(error) && problem.status === 503) {
    headers.set("retry-after", String(Math.ceil(error.retryAfterS ?? 1)));
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function logFailure(error: unknown, { code }: Problem, route: string): void {
  const known = error as AppError | Error;
  logEvent("request_failed", {
    code,
    route,
    message: String(known),
    cause: known.cause === undefined ? undefined : String(known.cause),
    stack: isAppError(error) ? undefined : known.stack,
  });
}
