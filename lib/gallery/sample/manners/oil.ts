import { createCanvas } from "@napi-rs/canvas";
import { randomFrom } from "../random";
import { blurred } from "../raster";
import type { Manner } from "./manner";

/** Loaded brush strokes that follow the forms, broad first, then fine where there is detail (Hertzmann 1998). */
export const oil: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent } = plates;
  const random = randomFrom(seed);
  const u = Math.min(width, height) / 100;
  const context = createCanvas(width, height).getContext("2d");
  context.lineCap = "round";
  context.fillStyle = palette.css(0.35, 0.2);
  context.fillRect(0, 0, width, height);
  for (const [brush, count, length, needsDetail] of [
    [5.2 * u, 620, 11 * u, 0],
    [2.5 * u, 2300, 6 * u, 0.012],
    [1.2 * u, 5200, 3.4 * u, 0.035],
  ] as const) {
    const smooth = blurred(tone, width, height, brush * 0.45);
    for (let k = 0; k < count; k++) {
      const x = random() * width;
      const y = random() * height;
      const column = Math.min(width - 3, Math.max(2, x | 0));
      const row = Math.min(height - 3, Math.max(2, y | 0));
      const i = row * width + column;
      const gx = (smooth[i + 2] ?? 0) - (smooth[i - 2] ?? 0);
      const gy = (smooth[i + 2 * width] ?? 0) - (smooth[i - 2 * width] ?? 0);
      const slope = Math.hypot(gx, gy);
      const dice = random();
      const load = (random() - 0.5) * 0.13;
      if (slope < needsDetail && dice > 0.16) continue;
      const turn = slope > 0.004 ? Math.atan2(gx, -gy) : 0.6 + (dice - 0.5);
      const reach = (length * (0.55 + 0.6 * dice)) / 2;
      const dx = Math.cos(turn) * reach;
      const dy = Math.sin(turn) * reach;
      const t = needsDetail > 0.02 ? (tone[i] ?? 0) : (smooth[i] ?? 0);
      for (const [offset, lift, share] of [
        [0, 0, 1],
        [-0.24, 0.035, 0.34],
        [0.26, -0.04, 0.3],
      ] as const) {
        context.strokeStyle = palette.css(t + load * 0.7 + lift, (accent[i] ?? 0) + load * 0.8);
        context.lineWidth = brush * share;
        const ox = -Math.sin(turn) * brush * offset;
        const oy = Math.cos(turn) * brush * offset;
        context.beginPath();
        context.moveTo(x - dx + ox, y - dy + oy);
        context.lineTo(x + dx + ox, y + dy + oy);
        context.stroke();
      }
    }
  }
  return context.getImageData(0, 0, width, height).data;
};
