import robotsParser from "robots-parser";

/** By this name files called robots.txt speak of us. */
const ROBOT_NAME = "Wavelength";
/** A longer delay than this is not meant for pictures, and would end in a time-out. */
const MAX_DELAY_S = 30;

/** What a host allows (RFC 9309). */
export interface Robots {
  allows(url: URL): boolean;
  /** Milliseconds that it likes between two requests; 0 when it says nothing. */
  readonly everyMs: number;
}

/**
 * Reads a robots.txt.
 *
 * @param status of the answer: 4xx means that there are no rules, 5xx that nothing is allowed for
 *   now (RFC 9309 §2.3.1).
 */
export function readRobots(robotsUrl: string, status: number, text: string): Robots {
  if (status >= 500) return { allows: () => false, everyMs: 0 };
  if (status < 200 || status > 299) return { allows: () => true, everyMs: 0 };
  const rules = robotsParser(robotsUrl, text);
  const delayS = rules.getCrawlDelay(ROBOT_NAME) ?? 0;
  return {
    allows: (url) => rules.isAllowed(url.href, ROBOT_NAME) !== false,
    everyMs: 1_000 * Math.min(Math.max(delayS, 0), MAX_DELAY_S),
  };
}
