import { plainRecipe } from "@/lib/energy/recipe";
import { freePort } from "@/lib/launch/free-port.mjs";
import { sampleId } from "@/lib/store/sample-rows";
import { addHop, linkFor } from "@/lib/trail/tree";
import type { Bench, Figure } from "./bench";
import { type BenchServer, withServer } from "./bench-server";
import { withBrowser } from "./browser";
import { percentile } from "./percentiles";
import { ensurePicturedGallery } from "./pictured-gallery";

/** One run is a draw of luck. */
const RUNS = 3;
/** Images that the trail came by before the page that is judged. */
const HOPS = [3, 141, 59];

/** What Lighthouse measured in one run. */
interface Verdict {
  /** Of 100. */
  readonly performance: number;
  readonly accessibility: number;
  readonly lcpMs: number;
  readonly cls: number;
  readonly blockedMs: number;
  readonly scriptKb: number;
  readonly totalKb: number;
  /** Audits of accessibility that failed. */
  readonly barriers: readonly string[];
}

/** Has Lighthouse judge the page of a trail, on a desktop and on a throttled phone. */
export const benchLighthouse: Bench = {
  name: "lighthouse",
  about: `a trail's page with a full wall, judged by Lighthouse; medians of ${RUNS} runs`,
  async run(context) {
    const dataDir = await ensurePicturedGallery(context);
    return withServer(context, dataDir, async (server) => {
      const port = await freePort();
      return withBrowser(context, [`--remote-debugging-port=${port}`], async () => {
        const figures: Figure[] = [];
        for (const device of ["desktop", "mobile"] as const) {
          const verdicts: Verdict[] = [];
          for (let run = 1; run <= RUNS; run++) {
            context.print(`${device}, run ${run} of ${RUNS} …`);
            verdicts.push(await judge(trailPage(server), port, device));
          }
          figures.push(...figuresOf(device, verdicts));
        }
        return figures;
      });
    });
  },
};

function trailPage({ url, emptyTrail }: BenchServer): string {
  const trail = HOPS.reduce((walked, n) => addHop(walked, plainRecipe(sampleId(n))), emptyTrail);
  return `${url}${linkFor(trail)}`;
}

async function judge(url: string, port: number, device: "desktop" | "mobile"): Promise<Verdict> {
  // Imported late: it takes a second, and only this needs it.
  const { default: lighthouse, desktopConfig } = await import("lighthouse");
  const result = await lighthouse(
    url,
    { port, logLevel: "error", onlyCategories: ["performance", "accessibility"] },
    device === "desktop" ? desktopConfig : undefined,
  );
  if (!result) throw new Error("Expected a report of Lighthouse but it gave none");
  const { audits, categories, runtimeError } = result.lhr;
  if (runtimeError) throw new Error(`Lighthouse could not judge the page: ${runtimeError.message}`);
  const value = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
  const score = (category: string) => Math.round(100 * (categories[category]?.score ?? 0));
  const scripts = bytesOf(audits["resource-summary"]?.details, "script");
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    lcpMs: value("largest-contentful-paint"),
    cls: value("cumulative-layout-shift"),
    blockedMs: value("total-blocking-time"),
    scriptKb: scripts / 1e3,
    totalKb: value("total-byte-weight") / 1e3,
    barriers: (categories.accessibility?.auditRefs ?? [])
      .map(({ id }) => id)
      .filter((id) => audits[id]?.score === 0),
  };
}

/** Bytes on the wire by kind, from Lighthouse's table of them. */
function bytesOf(details: unknown, kind: string): number {
  const { items = [] } = (details ?? {}) as {
    readonly items?: readonly { readonly resourceType?: string; readonly transferSize?: number }[];
  };
  return items.find(({ resourceType }) => resourceType === kind)?.transferSize ?? Number.NaN;
}

function figuresOf(device: "desktop" | "mobile", verdicts: readonly Verdict[]): Figure[] {
  const isPhone = device === "mobile";
  const median = (of: (verdict: Verdict) => number) => percentile(verdicts.map(of), 0.5);
  const each = (of: (verdict: Verdict) => number) => verdicts.map(of).join(", ");
  const barriers = [...new Set(verdicts.flatMap((verdict) => verdict.barriers))];
  return [
    {
      what: `${device}: performance`,
      value: `${median(({ performance }) => performance)} (${each(({ performance }) => performance)})`,
      goal: isPhone ? "≥ 90" : "≥ 95",
    },
    {
      what: `${device}: largest contentful paint`,
      value: `${(median(({ lcpMs }) => lcpMs) / 1e3).toFixed(2)} s`,
      ...(isPhone && { goal: "≤ 2.5 s" }),
    },
    {
      what: `${device}: cumulative layout shift`,
      value: median(({ cls }) => cls).toFixed(3),
      goal: "≤ 0.02",
    },
    {
      what: `${device}: accessibility`,
      value: [median(({ accessibility }) => accessibility), ...barriers].join(", "),
      goal: "100",
    },
    {
      what: `${device}: total blocking time`,
      value: `${median(({ blockedMs }) => blockedMs).toFixed(0)} ms`,
    },
    {
      what: `${device}: on the wire`,
      value: `${median(({ totalKb }) => totalKb).toFixed(0)} kB, of which scripts ${median(({ scriptKb }) => scriptKb).toFixed(0)} kB`,
    },
  ];
}
