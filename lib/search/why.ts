import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import { closenessScale } from "@/lib/energy/closeness";
import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";
import type { Trail } from "@/lib/trail/trail";
import type { WhyResponse } from "./contract";
import { readQuery } from "./rank";
import type { SearchDeps } from "./search-deps";

/**
 * Which aspects make an image close to what a trail's tip asks for. Before hubs are corrected: what
 * an image has with everything is no reason that it is here.
 *
 * @throws {AppError} `image_not_found`; `invalid_request` for a trail without hops.
 */
export async function why(trail: Trail, id: ImageId, deps: SearchDeps): Promise<WhyResponse> {
  const hop = trail.hops[trail.tip];
  if (!hop) throw new AppError("invalid_request", "Expected a trail with a hop but it has none.");
  const { store } = deps;
  const [energy] = await store.energies([id]);
  if (!energy) {
    throw new AppError("image_not_found", `Expected an image of this gallery but ${id} is not.`);
  }
  const { query } = await readQuery(hop.recipe, trail, deps);
  const { layout } = store.schema;
  const densities = await store.densities([id]);
  const parts = ASPECTS.map((aspect, k) => {
    if (!query?.active.includes(aspect)) return { aspect, closeness: -1, part: 0 };
    const similarity = dot(
      blockOf(query.direction, aspect, layout),
      blockOf(energy, aspect, layout),
    );
    const alone = { subject: 0, style: 0, palette: 0, light: 0, [aspect]: 1 };
    const { sigma } = query.calibration;
    const closeness = closenessScale(query.yardstick.pairs, alone, sigma, [aspect]);
    const corrected = (similarity - (densities[k] ?? 0) / 2) / sigma[aspect];
    return { aspect, closeness: closeness(corrected), part: query.weights[aspect] * similarity };
  });
  const total = parts.reduce((sum, { part }) => sum + Math.abs(part), 0);
  return {
    aspects: parts.map(({ aspect, closeness, part }) => ({
      aspect,
      closeness,
      share: total > 0 ? part / total : 0,
    })),
  };
}
