import { blurred } from "../raster";
import { type Manner, painted } from "./manner";

/** Lit glass tubes in the dark: every outline burns, with two halos of its own hue. */
export const neon: Manner = (plates, palette) => {
  const { width, height, tone, accent, light } = plates;
  const u = Math.min(width, height) / 100;
  const edges = plates.edges();
  const lamp = new Float32Array(edges.length);
  for (let i = 0; i < lamp.length; i++)
    lamp[i] = (edges[i] ?? 0) * (0.3 + 0.87 * (light[i] ?? 0)) * (0.6 + 0.4 * (tone[i] ?? 0));
  const near = blurred(lamp, width, height, 0.7 * u);
  const far = blurred(near, width, height, 3.2 * u);
  const hue = blurred(accent, width, height, 0.6 * u);
  const { rgb } = palette;
  return painted(plates, (i, _x, _y, put) => {
    const a = hue[i] ?? 0;
    const halo = Math.min(1, (near[i] ?? 0) * 1.15) * 0.8 + Math.min(1, (far[i] ?? 0) * 1.5) * 0.62;
    const ground = palette.at(0.015 + 0.2 * (tone[i] ?? 0) * (0.25 + (light[i] ?? 0)), a);
    const glow = palette.at(0.52, a);
    const core = palette.at(0.93, a);
    const c = Math.min(1, (lamp[i] ?? 0) * 1.25);
    const mix = (channel: number) => {
      const base = (rgb[ground + channel] ?? 0) + (rgb[glow + channel] ?? 0) * halo;
      return base + ((rgb[core + channel] ?? 0) - base) * c;
    };
    put(mix(0), mix(1), mix(2));
  });
};
