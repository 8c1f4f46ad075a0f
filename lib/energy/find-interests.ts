import { dot } from "./unit-vector";

/** More than this nobody keeps apart on one wall. */
export const MAX_INTERESTS = 6;
/** Rounds of moving; a few hundred pictures settle in less than ten. */
const MAX_MOVES = 100;

/** A cluster of pictures, shown by the one in its middle. */
export interface Interest {
  /** Index of the picture that is nearest to all others of its cluster. */
  readonly medoid: number;
  /** Indices of the cluster, the medoid included, the most central first. */
  readonly members: readonly number[];
}

/**
 * The interests among pictures: k-medoids, begun as PAM begins (BUILD: Kaufman & Rousseeuw, *Finding
 * Groups in Data*, 1990, ch. 2) and settled by moving each medoid to the middle of its cluster (Park &
 * Jun, Expert Syst. Appl. 36, 2009); k from 1 to 6 by the mean silhouette (Rousseeuw, J. Comput. Appl.
 * Math. 20, 1987). No chance is involved: the same pictures give the same interests. Quadratic: 25 ms for 300 pictures of 512 dims.
 *
 * A silhouette compares a picture's own cluster with the next one. What it leaves open, a cluster of one
 * and k = 1, is judged by `apartFrom`, as if there were always one more cluster at that distance: so one
 * family stays one interest, and three pictures that have nothing in common are three.
 *
 * @param vectors scaled as by `weighed`, so that 1 − ⟨a, b⟩ is a distance in [0, 2].
 * @param apartFrom the distance from which on two pictures are not of one interest.
 * @returns the largest first; none for no pictures.
 */
export function findInterests(
  vectors: readonly Float32Array[],
  apartFrom: number,
): readonly Interest[] {
  if (vectors.length === 0) return [];
  const distances = distancesOf(vectors);
  let best: readonly Interest[] = [];
  let bestWidth = Number.NEGATIVE_INFINITY;
  for (let k = 1; k <= Math.min(MAX_INTERESTS, vectors.length); k++) {
    const interests = clusters(distances, settled(distances, built(distances, k)));
    const width = silhouette(distances, interests, apartFrom);
    // A cluster more has to be worth it.
    if (width > bestWidth + 1e-6) {
      best = interests;
      bestWidth = width;
    }
  }
  return best;
}

/** Square, symmetric, zero on its diagonal. */
interface Distances {
  readonly count: number;
  of(a: number, b: number): number;
}

function distancesOf(vectors: readonly Float32Array[]): Distances {
  const count = vectors.length;
  const values = new Float32Array(count * count);
  vectors.forEach((a, i) => {
    for (let j = i + 1; j < count; j++) {
      const b = vectors[j];
      const distance = b ? 1 - dot(a, b) : 0;
      values[i * count + j] = distance;
      values[j * count + i] = distance;
    }
  });
  return { count, of: (a, b) => values[a * count + b] ?? 0 };
}

/** What all pictures are away from the nearest of these medoids, together. */
function costOf(distances: Distances, medoids: readonly number[]): number {
  let cost = 0;
  for (let i = 0; i < distances.count; i++) cost += nearestTo(distances, i, medoids).distance;
  return cost;
}

function nearestTo(
  distances: Distances,
  picture: number,
  medoids: readonly number[],
): { readonly at: number; readonly distance: number } {
  let at = -1;
  let distance = Number.POSITIVE_INFINITY;
  medoids.forEach((medoid, i) => {
    const there = distances.of(picture, medoid);
    if (there < distance || medoid === picture) {
      at = i;
      distance = there;
    }
  });
  return { at, distance };
}

/** PAM's first phase: one medoid after the other, each the one that helps most. */
function built(distances: Distances, k: number): number[] {
  const medoids: number[] = [];
  const nearest = new Float64Array(distances.count).fill(Number.POSITIVE_INFINITY);
  while (medoids.length < k) {
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let candidate = 0; candidate < distances.count; candidate++) {
      if (medoids.includes(candidate)) continue;
      let cost = 0;
      for (let i = 0; i < distances.count; i++) {
        cost += Math.min(nearest[i] ?? 0, distances.of(i, candidate));
      }
      if (cost < bestCost) {
        best = candidate;
        bestCost = cost;
      }
    }
    medoids.push(best);
    for (let i = 0; i < distances.count; i++) {
      nearest[i] = Math.min(nearest[i] ?? 0, distances.of(i, best));
    }
  }
  return medoids;
}

/** Each medoid moved to the middle of its cluster, and all pictures dealt anew, while that helps. */
function settled(distances: Distances, first: readonly number[]): number[] {
  let medoids = [...first];
  let cost = costOf(distances, medoids);
  for (let round = 0; round < MAX_MOVES; round++) {
    const moved = clusters(distances, medoids).map(({ members }) => middleOf(distances, members));
    const movedCost = costOf(distances, moved);
    if (movedCost >= cost - 1e-9) break;
    medoids = moved;
    cost = movedCost;
  }
  return medoids;
}

function middleOf(distances: Distances, members: readonly number[]): number {
  let middle = members[0] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of members) {
    const sum = members.reduce((total, other) => total + distances.of(candidate, other), 0);
    if (sum < least) {
      middle = candidate;
      least = sum;
    }
  }
  return middle;
}

/** Every picture with its nearest medoid; the largest cluster first. */
function clusters(distances: Distances, medoids: readonly number[]): Interest[] {
  const members: number[][] = medoids.map(() => []);
  for (let i = 0; i < distances.count; i++) members[nearestTo(distances, i, medoids).at]?.push(i);
  return medoids
    .map((medoid, at) => ({
      medoid,
      members: (members[at] ?? []).sort(
        (a, b) => distances.of(a, medoid) - distances.of(b, medoid) || a - b,
      ),
    }))
    .sort((a, b) => b.members.length - a.members.length || a.medoid - b.medoid);
}

function silhouette(
  distances: Distances,
  interests: readonly Interest[],
  apartFrom: number,
): number {
  let sum = 0;
  for (const own of interests) {
    for (const picture of own.members) {
      const within = own.members.length > 1 ? meanTo(distances, picture, own.members) : apartFrom;
      const beyond = interests
        .filter((other) => other !== own)
        .reduce(
          (least, { members }) => Math.min(least, meanTo(distances, picture, members)),
          interests.length > 1 ? Number.POSITIVE_INFINITY : apartFrom,
        );
      const widest = Math.max(within, beyond);
      sum += widest > 0 ? (beyond - within) / widest : 0;
    }
  }
  return sum / distances.count;
}

/** Mean distance to the pictures of a cluster, without the picture itself. */
function meanTo(distances: Distances, picture: number, members: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const other of members) {
    if (other === picture) continue;
    sum += distances.of(picture, other);
    count++;
  }
  return count > 0 ? sum / count : 0;
}
