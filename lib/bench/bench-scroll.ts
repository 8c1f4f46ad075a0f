import type { Browser, Page } from "playwright";
import { plainRecipe } from "@/lib/energy/recipe";
import { sampleId } from "@/lib/store/sample-rows";
import { addHop, linkFor } from "@/lib/trail/tree";
import type { Bench, Figure } from "./bench";
import { type BenchServer, withServer } from "./bench-server";
import { withBrowser } from "./browser";
import { mainThreadTasks, type TraceEvent } from "./main-thread-tasks";
import { percentile } from "./percentiles";
import { ensurePicturedGallery } from "./pictured-gallery";

/** A window on a large screen, in px. */
const SCREEN = { width: 2_880, height: 1_800 };
/** Of the wheel, in px a frame: reading, hurrying, flinging. */
const SPEEDS = [60, 240, 900];
/** A wall that has not moved for so many frames has come to its end: wheels are taken in late. */
const STILL_FRAMES = 6;
const LONG_MS = 50;
const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"];

/** Scrolls a full wall of the smallest tiles and reads the main thread's tasks from a trace. */
export const benchScroll: Bench = {
  name: "scroll",
  about: `a full wall at the smallest zoom, ${SCREEN.width} × ${SCREEN.height}, by wheel and keys, from a Chrome trace`,
  async run(context) {
    const dataDir = await ensurePicturedGallery(context);
    return withServer(context, dataDir, (server) =>
      withBrowser(context, [], async (browser) => {
        context.print("scrolling …");
        const page = await browser.newPage({ viewport: SCREEN });
        await openWall(page, server);
        const zoom = await traced(browser, page, () => zoomOut(page));
        const onScreen = await tilesOnScreen(page);
        const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
        const scroll = await traced(browser, page, () => scrollThrough(page));
        const tiles = await page.locator("[data-index]").count();
        return [
          { what: "tiles on screen", value: String(onScreen), goal: "≥ 1,000" },
          {
            what: "elements in the page, before and after scrolling",
            value: `${nodes}, ${await page.evaluate(() => document.querySelectorAll("*").length)}; ${tiles} tiles`,
          },
          taskFigure("scrolling", scroll, "none over 50 ms"),
          taskFigure("zooming to the smallest tiles", zoom),
        ];
      }),
    );
  },
};

async function openWall(page: Page, { url, emptyTrail }: BenchServer): Promise<void> {
  const trail = addHop(emptyTrail, plainRecipe(sampleId(5)));
  await page.goto(`${url}${linkFor(trail)}`, { waitUntil: "networkidle" });
}

/** Presses the button until it has nothing left to do. */
async function zoomOut(page: Page): Promise<void> {
  const smaller = page.getByRole("button", { name: "Smaller tiles" });
  while (await smaller.isEnabled()) {
    await smaller.click();
    await nextFrame(page);
  }
  await page.waitForLoadState("networkidle");
}

async function scrollThrough(page: Page): Promise<void> {
  await page.mouse.move(SCREEN.width / 2, SCREEN.height / 2);
  for (const speed of SPEEDS) {
    for (const way of [1, -1]) {
      await scrollToTheEnd(page, way * speed);
    }
  }
  for (const key of ["End", "Home", "PageDown", "PageUp"]) {
    await page.keyboard.press(key);
    await nextFrame(page);
    await nextFrame(page);
  }
}

/** @param step px a frame; negative is up. */
async function scrollToTheEnd(page: Page, step: number): Promise<void> {
  let before = Number.NaN;
  for (let still = 0; still < STILL_FRAMES; ) {
    await page.mouse.wheel(0, step);
    await nextFrame(page);
    const y = await page.evaluate(() => window.scrollY);
    still = y === before ? still + 1 : 0;
    before = y;
  }
}

async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}

async function tilesOnScreen(page: Page): Promise<number> {
  return page.locator("[data-index]").evaluateAll(
    (tiles) =>
      tiles.filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      }).length,
  );
}

interface Tasks {
  readonly seconds: number;
  readonly ms: readonly number[];
  readonly cpuMs: readonly number[];
}

/** What the main thread did while something was done to the page. */
async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: CATEGORIES });
  const start = performance.now();
  await act();
  const seconds = (performance.now() - start) / 1e3;
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const tasks = mainThreadTasks(traceEvents);
  if (tasks.length === 0) throw new Error("Expected tasks in the trace but there are none");
  return {
    seconds,
    ms: tasks.map(({ ms }) => ms),
    // Chromium does not time the CPU of every task; those that it does are by far the most.
    cpuMs: tasks.map(({ cpuMs }) => cpuMs).filter((time) => !Number.isNaN(time)),
  };
}

function taskFigure(what: string, { seconds, ms, cpuMs }: Tasks, goal?: string): Figure {
  const long = (times: readonly number[]) => times.filter((time) => time > LONG_MS).length;
  const longest = (times: readonly number[]) => Math.max(...times).toFixed(0);
  return {
    what: `${what}: tasks over ${LONG_MS} ms`,
    value: `${long(ms)} of ${ms.length} in ${seconds.toFixed(1)} s, longest ${longest(ms)} ms, p99 ${percentile(ms, 0.99).toFixed(1)} ms; by CPU time ${long(cpuMs)}, longest ${longest(cpuMs)} ms`,
    ...(goal && { goal }),
  };
}
