import { ASPECTS, type Aspect, blockOf, type EnergyLayout } from "@/lib/energy/aspects";
import { normalize } from "@/lib/energy/unit-vector";
import { seededRandom } from "@/lib/store/sample-rows";

const CLUSTERS = 2_000;
/** Directions in which a cluster is spread. */
const SPREAD_DIMS = 6;
/** Of what is not the cluster's plane, per block: images are never quite on it. */
const NOISE = 0.25;
/** Palettes: bins that a cluster's images share, and those that one has of its own. */
const SHARED_BINS = 7;
const OWN_BINS = 2;

/**
 * How real galleries are, measured on 1,404 of them: the length of the mean block, and how slowly the spectrum
 * of what is left decays (variance of direction j goes with (1 + j ÷ knee)^−1.3).
 */
const SHAPES: Readonly<Record<Exclude<Aspect, "palette">, { mean: number; knee: number }>> = {
  subject: { mean: 0.2, knee: 20 },
  style: { mean: 0.4, knee: 12 },
  light: { mean: 0.17, knee: 5 },
};

interface Cluster {
  readonly centre: Float32Array;
  /** `[SPREAD_DIMS × total]`. */
  readonly directions: Float32Array;
}

/**
 * Made-up energies with the structure of real ones: clusters of unlike sizes (the largest has some 4 % of all, most a
 * fiftieth of that), each spread along a few directions of its own, about a common mean; palettes are
 * sparse and never negative, as soft histograms are. The same for the same number.
 */
export class MadeUpEnergies {
  readonly #layout: EnergyLayout;
  readonly #clusters = new Map<number, Cluster>();
  readonly #bases = new Map<Aspect, { mean: Float32Array; directions: Float32Array[] }>();
  /** Running share of images in the clusters up to each. */
  readonly #shares: Float64Array;

  constructor(layout: EnergyLayout) {
    this.#layout = layout;
    this.#shares = Float64Array.from({ length: CLUSTERS }, (_, i) => (i + 5) ** -0.8);
    for (let i = 1; i < CLUSTERS; i++) {
      this.#shares[i] = (this.#shares[i] ?? 0) + (this.#shares[i - 1] ?? 0);
    }
  }

  /** float32, `[layout.total]`. @param n any whole number. */
  energy(n: number): Float32Array {
    const random = seededRandom(n ^ 0x5bd1e995);
    const { centre, directions } = this.#clusterOf(random());
    const { total } = this.#layout;
    const energy = centre.slice();
    for (let d = 0; d < SPREAD_DIMS; d++) {
      const step = bell(random) * 0.41;
      for (let i = 0; i < total; i++) {
        energy[i] = (energy[i] ?? 0) + step * (directions[d * total + i] ?? 0);
      }
    }
    for (const aspect of ASPECTS) {
      const block = blockOf(energy, aspect, this.#layout);
      if (aspect === "palette") mixPalette(block, random);
      else addNoise(block, random);
      block.set(normalize(block));
    }
    return energy;
  }

  #clusterOf(share: number): Cluster {
    const at = share * (this.#shares[CLUSTERS - 1] ?? 0);
    let [low, high] = [0, CLUSTERS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shares[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    const known = this.#clusters.get(low);
    if (known) return known;
    const made = this.#makeCluster(low);
    this.#clusters.set(low, made);
    return made;
  }

  #makeCluster(index: number): Cluster {
    const random = seededRandom(-1 - index);
    const { total } = this.#layout;
    const centre = new Float32Array(total);
    const directions = new Float32Array(SPREAD_DIMS * total);
    const spread = 0.2 + 0.5 * random();
    for (const aspect of ASPECTS) {
      const { offset, dims } = this.#layout.blocks[aspect];
      if (aspect === "palette") {
        for (let i = 0; i < SHARED_BINS; i++) {
          const bin = offset + Math.floor(random() * dims);
          centre[bin] = (centre[bin] ?? 0) - Math.log(random());
          for (let d = 0; d < SPREAD_DIMS; d++) {
            directions[d * total + bin] = 2 * spread * bell(random) * (centre[bin] ?? 0);
          }
        }
        continue;
      }
      if (dims === 0) continue;
      const { mean } = this.#basisOf(aspect);
      blockOf(centre, aspect, this.#layout).set(mean);
      this.#addRandom(aspect, blockOf(centre, aspect, this.#layout), 1, random);
      for (let d = 0; d < SPREAD_DIMS; d++) {
        const own = directions.subarray(d * total + offset, d * total + offset + dims);
        this.#addRandom(aspect, own, spread, random);
      }
    }
    return { centre, directions };
  }

  /** Adds a vector of length `scale`, mostly along the first directions of its aspect. */
  #addRandom(aspect: Aspect, block: Float32Array, scale: number, random: () => number): void {
    for (const direction of this.#basisOf(aspect).directions) {
      const step = scale * bell(random);
      for (let i = 0; i < block.length; i++) {
        block[i] = (block[i] ?? 0) + step * (direction[i] ?? 0);
      }
    }
  }

  #basisOf(aspect: Aspect) {
    const known = this.#bases.get(aspect);
    if (known || aspect === "palette")
      return known ?? { mean: new Float32Array(0), directions: [] };
    const random = seededRandom(ASPECTS.indexOf(aspect) + 1);
    const { dims } = this.#layout.blocks[aspect];
    const { mean, knee } = SHAPES[aspect];
    const unit = () => normalize(Float32Array.from({ length: dims }, () => bell(random)));
    const weights = Array.from({ length: Math.min(64, dims) }, (_, j) => (1 + j / knee) ** -1.3);
    const sum = weights.reduce((a, b) => a + b, 0);
    const made = {
      mean: unit().map((value) => value * mean),
      directions: weights.map((weight) => unit().map((value) => value * Math.sqrt(weight / sum))),
    };
    this.#bases.set(aspect, made);
    return made;
  }
}

function addNoise(block: Float32Array, random: () => number): void {
  const step = NOISE / Math.sqrt(Math.max(1, block.length));
  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) + step * bell(random);
}

/** Bins cannot be negative; a few are the image's own. */
function mixPalette(block: Float32Array, random: () => number): void {
  for (let i = 0; i < block.length; i++) block[i] = Math.max(0, block[i] ?? 0);
  for (let i = 0; i < OWN_BINS; i++) {
    const bin = Math.floor(random() * block.length);
    block[bin] = (block[bin] ?? 0) - 0.3 * Math.log(random());
  }
}

/** Nearly normal, mean 0, deviation 1. */
function bell(random: () => number): number {
  return (random() + random() + random() - 1.5) * 2;
}
