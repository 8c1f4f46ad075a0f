import { type Lab, labOf, rgbOfLab } from "@/lib/energy/oklab";

/**
 * Two ramps from dark to light that belong together. Tone picks the place on a ramp by OKLab
 * lightness, so equal tones are equally light in every palette; accent mixes one ramp into the other.
 */
interface Ramps {
  readonly main: readonly string[];
  readonly accent: readonly string[];
}

const RAMPS = {
  ember: {
    main: ["#17090f", "#571426", "#b3322b", "#ef7b39", "#fac56f", "#fff3d8"],
    accent: ["#0c1424", "#1f3d5c", "#47809c", "#9fcbce", "#f1f2e2"],
  },
  lagoon: {
    main: ["#04151f", "#0a3d4f", "#12788a", "#4cb9b6", "#a8e2d3", "#f4faee"],
    accent: ["#2a0d1a", "#8f2f3f", "#ee6f5b", "#ffb196", "#ffeede"],
  },
  dusk: {
    main: ["#140d2b", "#3d1f5c", "#86397f", "#d0648b", "#f5a58f", "#ffe9d2"],
    accent: ["#0b1733", "#24478a", "#5a86cf", "#a9c6ee", "#f1f2fb"],
  },
  moss: {
    main: ["#0d160e", "#26422a", "#55733d", "#97a660", "#d3d49c", "#f8f5df"],
    accent: ["#28100a", "#7c3217", "#cb6a2b", "#eeb05b", "#fbeccb"],
  },
  midnight: {
    main: ["#070a1e", "#161f56", "#32459c", "#6d82d2", "#b5c1f0", "#f4f5fd"],
    accent: ["#2a1604", "#7d4c0c", "#d3952a", "#f5cf74", "#fff6d8"],
  },
  sumi: {
    main: ["#12110f", "#3a3733", "#736d65", "#aaa397", "#d8d2c4", "#f8f4e9"],
    accent: ["#2a0807", "#881d16", "#d93e26", "#f08a68", "#fbe2d0"],
  },
  citrus: {
    main: ["#0a1f17", "#125039", "#3f9142", "#a2c83a", "#ecE36a", "#fdfbdd"],
    accent: ["#33091f", "#a01f4a", "#f2555a", "#ff9f6b", "#ffe9c9"],
  },
  candy: {
    main: ["#240b26", "#732063", "#cf4790", "#f788b2", "#fdc6d6", "#fff3f2"],
    accent: ["#06222b", "#0e6270", "#2db5b0", "#93e0d0", "#f0fbf3"],
  },
  desert: {
    main: ["#1f0f0b", "#5d2a1c", "#a95a38", "#d99866", "#eecfa4", "#fbf3e1"],
    accent: ["#0c1a20", "#264d55", "#5d8f8c", "#a9c7b6", "#f2f4e6"],
  },
  arctic: {
    main: ["#0b141d", "#2a4459", "#5d849c", "#9bbccb", "#d0e2e8", "#f8fbfb"],
    accent: ["#241422", "#6f3f5c", "#c27f95", "#ecbcc0", "#fdf0ea"],
  },
  jewel: {
    main: ["#1b0714", "#560f35", "#a01f4f", "#d7627a", "#f0b1ae", "#fdf0e6"],
    accent: ["#03170f", "#06482f", "#148057", "#62bb8b", "#c9ead0", "#f6faee"],
  },
  ultraviolet: {
    main: ["#0c0420", "#310f6e", "#6f22c4", "#b45bf0", "#e2acfb", "#fbf0ff"],
    accent: ["#02161f", "#065571", "#0fa9c4", "#74dff0", "#effcfd"],
  },
  prussian: {
    main: ["#06101f", "#0f2f57", "#2b6394", "#79a6c2", "#c9d9d8", "#f9f4e3"],
    accent: ["#2b0d06", "#8a3114", "#d8702f", "#f0b568", "#fbeccb"],
  },
  honey: {
    main: ["#1a1006", "#573508", "#a96a0e", "#e3a52f", "#f7d783", "#fdf7e2"],
    accent: ["#1f0b20", "#5a2757", "#a1608f", "#d8abc3", "#faeef0"],
  },
} as const satisfies Record<string, Ramps>;

/** The name of a palette; it is the label `palette` of a sample image. */
export type PaletteName = keyof typeof RAMPS;

/** Every palette. */
export const PALETTES = Object.keys(RAMPS) as PaletteName[];

const TONES = 256;
const ACCENTS = 16;

/** Colours by tone and accent, each 0..1, as 8-bit sRGB. */
export interface Palette {
  /** Where the colour of a tone and accent begins in {@link rgb}. */
  at(tone: number, accent: number): number;
  readonly rgb: Uint8Array;
  /** The same as a CSS colour. */
  css(tone: number, accent: number): string;
}

const made = new Map<PaletteName, Palette>();

/** The palette of a name, worked out once a process. */
export function paletteOf(name: PaletteName): Palette {
  const known = made.get(name);
  if (known) return known;
  const main = RAMPS[name].main.map(labOfHex);
  const accent = RAMPS[name].accent.map(labOfHex);
  const rgb = new Uint8Array(TONES * ACCENTS * 3);
  for (let j = 0; j < ACCENTS; j++) {
    for (let i = 0; i < TONES; i++) {
      const lightness = 0.13 + (0.972 - 0.13) * (i / (TONES - 1));
      const [, a0, b0] = onRamp(main, lightness);
      const [, a1, b1] = onRamp(accent, lightness);
      // Sharper than linear: halfway between two hues lies mud.
      const share = (j / (ACCENTS - 1)) ** 2 * (3 - (2 * j) / (ACCENTS - 1));
      rgb.set(
        rgbOfLab([lightness, a0 + (a1 - a0) * share, b0 + (b1 - b0) * share]),
        (j * TONES + i) * 3,
      );
    }
  }
  const at = (tone: number, accentShare: number) => {
    const i = tone <= 0 ? 0 : tone >= 1 ? TONES - 1 : (tone * (TONES - 1) + 0.5) | 0;
    const j = accentShare <= 0 ? 0 : accentShare >= 1 ? ACCENTS - 1 : (accentShare * 15 + 0.5) | 0;
    return (j * TONES + i) * 3;
  };
  const palette: Palette = {
    at,
    rgb,
    css(tone, accentShare) {
      const i = at(tone, accentShare);
      return `rgb(${rgb[i]},${rgb[i + 1]},${rgb[i + 2]})`;
    },
  };
  made.set(name, palette);
  return palette;
}

function labOfHex(hex: string): Lab {
  return labOf(Number.parseInt(hex.slice(1), 16));
}

function onRamp(stops: readonly Lab[], lightness: number): Lab {
  const first = stops[0] ?? [0, 0, 0];
  if (lightness <= first[0]) return first;
  for (let i = 1; i < stops.length; i++) {
    const low = stops[i - 1] ?? first;
    const high = stops[i] ?? first;
    if (lightness > high[0]) continue;
    const t = (lightness - low[0]) / (high[0] - low[0]);
    return [lightness, low[1] + (high[1] - low[1]) * t, low[2] + (high[2] - low[2]) * t];
  }
  return stops.at(-1) ?? first;
}
