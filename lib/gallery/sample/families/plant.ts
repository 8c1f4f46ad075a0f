import { ellipse, type Family, type Sketch } from "../sketch";

/** A stem that forks and forks again (after Lindenmayer's systems), leaves or buds at its ends. */
export const plant: Family = (s) => {
  const isDark = s.chance(0.35);
  s.ground(isDark ? 0.12 : 0.9, 0.1);
  if (s.chance(0.6)) s.disc(s.focus.x, s.focus.y, s.range(20, 32) * s.u, isDark ? 0.3 : 0.72, 0.9);
  const habit: Habit = {
    tone: isDark ? 0.8 : 0.14,
    spread: s.range(0.3, 0.62),
    taper: s.range(0.72, 0.84),
    sway: s.range(0.05, 0.2),
    leaf: s.pick(["leaf", "berry", "blade"]),
    leafSize: s.range(2.2, 4.4),
    hue: s.range(0.3, 1),
  };
  const foot = s.h * 0.98;
  const stems = s.int(1, 3);
  for (let i = 0; i < stems; i++) {
    const x = s.w * (0.5 + (i - (stems - 1) / 2) * 0.22) + s.range(-4, 4) * s.u;
    const length = (s.h / s.u / 100) * s.range(17, 22) * s.u;
    grow(s, habit, x, foot, -Math.PI / 2 + s.range(-0.1, 0.1), length, s.range(1.6, 2.6) * s.u, 0);
  }
};

interface Habit {
  readonly tone: number;
  readonly spread: number;
  readonly taper: number;
  readonly sway: number;
  readonly leaf: "leaf" | "berry" | "blade";
  readonly leafSize: number;
  readonly hue: number;
}

const MAX_FORKS = 6;

function grow(
  s: Sketch,
  habit: Habit,
  x: number,
  y: number,
  angle: number,
  length: number,
  width: number,
  forks: number,
): void {
  const bend = s.range(-habit.sway, habit.sway);
  const points = [x, y];
  let endX = x;
  let endY = y;
  for (let i = 1; i <= 4; i++) {
    endX += (Math.cos(angle + bend * i) * length) / 4;
    endY += (Math.sin(angle + bend * i) * length) / 4;
    points.push(endX, endY);
  }
  s.ribbon(points, (t) => width * (1 - 0.35 * t), habit.tone, 0.1);
  if (forks >= 2) leaf(s, habit, endX, endY, angle + s.range(-0.9, 0.9));
  if (forks === MAX_FORKS) return;
  const sides = s.chance(0.2) ? [-1, 0, 1] : [-1, 1];
  for (const side of sides) {
    if (forks > 1 && s.chance(0.1)) continue;
    const next = angle + bend * 4 + side * habit.spread * s.range(0.7, 1.25);
    grow(
      s,
      habit,
      endX,
      endY,
      next,
      length * habit.taper * s.range(0.85, 1.05),
      width * 0.66,
      forks + 1,
    );
  }
}

function leaf(
  s: Sketch,
  { leaf: kind, leafSize, tone, hue }: Habit,
  x: number,
  y: number,
  angle: number,
): void {
  const size = leafSize * s.u * s.range(0.6, 1.1);
  const shade = Math.min(0.92, Math.max(0.15, 0.5 + (tone - 0.5) * 0.5 + s.range(-0.2, 0.25)));
  if (kind === "berry") {
    s.disc(x, y, size * 0.42, shade, hue);
    return;
  }
  const width = kind === "leaf" ? 0.36 : 0.14;
  s.area(
    ellipse(x + Math.cos(angle) * size, y + Math.sin(angle) * size, size, size * width, angle, 10),
    shade,
    hue,
    {
      curve: true,
    },
  );
}
