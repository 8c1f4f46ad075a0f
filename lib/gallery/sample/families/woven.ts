import type { Family } from "../sketch";

/** Strands over and under each other: plain weave, twill, tartan. */
export const woven: Family = (s) => {
  s.ground(0.06, 0);
  const cell = s.range(6.5, 12) * s.u;
  const gap = s.range(0.08, 0.2) * cell;
  const float = s.int(2, 4);
  const turn = s.pick([0, 0, Math.PI / 4, s.range(-0.3, 0.3)]);
  const reach = Math.hypot(s.w, s.h) / 2 + cell;
  const stripes = Array.from({ length: s.int(4, 9) }, () => ({
    tone: s.range(0.25, 0.95),
    hue: s.chance(0.35) ? 1 : s.range(0, 0.4),
  }));
  const stripe = (i: number) => stripes[Math.abs(i) % stripes.length] ?? { tone: 0.5, hue: 0 };
  const place = (x: number, y: number): [number, number] => [
    s.w / 2 + x * Math.cos(turn) - y * Math.sin(turn),
    s.h / 2 + x * Math.sin(turn) + y * Math.cos(turn),
  ];
  const last = Math.ceil(reach / cell);
  const strand = (x: number, y: number, isWarp: boolean, tone: number, hue: number) => {
    const along = cell / 2 + gap;
    const across = cell / 2 - gap / 2;
    const [w, h] = isWarp ? [across, along] : [along, across];
    const [mx, my] = place(x, y);
    if (mx < -cell || my < -cell || mx > s.w + cell || my > s.h + cell) return;
    const [ex, ey] = isWarp ? place(x, y + h) : place(x + w, y);
    s.area(
      [
        ...place(x - w, y - h),
        ...place(x + w, y - h),
        ...place(x + w, y + h),
        ...place(x - w, y + h),
      ],
      Math.min(1, tone * 1.08),
      hue,
      { shade: { to: tone * 0.55, line: [mx, my, ex, ey] } },
    );
    const side = isWarp ? place(x - w * 0.35, y - h * 0.8) : place(x - w * 0.8, y - h * 0.35);
    const other = isWarp ? place(x - w * 0.35, y + h * 0.4) : place(x + w * 0.4, y - h * 0.35);
    s.line([...side, ...other], gap * 0.35, Math.min(1, tone * 1.35 + 0.05), hue, false);
  };
  for (let j = -last; j <= last; j++) {
    for (let i = -last; i <= last; i++) {
      const weft = stripe(j);
      const warp = stripe(i + 3);
      const isWarpOver = (((i + j) % float) + float) % float === 0;
      if (isWarpOver) strand(i * cell, j * cell, true, warp.tone, warp.hue);
      else strand(i * cell, j * cell, false, weft.tone, weft.hue);
    }
  }
};
