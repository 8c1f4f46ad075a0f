import { ellipse, type Family, type Sketch } from "../sketch";

/** A face put together from a few shapes, half in the light. */
export const portrait: Family = (s) => {
  const isDark = s.chance(0.45);
  s.ground(isDark ? 0.16 : 0.84, s.range(0, 1));
  const x = s.w * 0.5 + (s.focus.x - s.w * 0.5) * 0.35;
  const y = s.h * 0.44;
  const size = s.h * s.range(0.23, 0.27);
  const rx = size * s.range(0.64, 0.8);
  if (s.chance(0.6))
    s.disc(s.focus.x, s.focus.y, size * s.range(1.2, 1.6), isDark ? 0.36 : 0.66, 0.9);
  const tilt = s.range(-0.12, 0.12);
  const hairTone = s.pick([0.08, 0.14, 0.55, 0.9]);
  const hairHue = s.range(0, 1);
  const wild = s.range(0, 0.3);
  const phase = s.range(0, 40);
  const long = s.range(1, 1.75);
  s.area(
    ellipse(
      x,
      y - size * 0.05 + (long - 1) * size * 0.5,
      rx * 1.32,
      size * 1.12 * long ** 0.6,
      tilt,
      40,
      (a) => 1 + wild * s.noise(phase + Math.cos(a) * 3, Math.sin(a) * 3),
    ),
    hairTone,
    hairHue,
    { curve: true },
  );
  shoulders(s, x, y, size, rx);
  const skin = s.range(0.5, 0.86);
  const hue = s.range(0.2, 0.7);
  s.area(ellipse(x, y, rx, size, tilt, 40), skin, hue, { curve: true });
  const half = ellipse(x, y, rx, size, tilt, 40);
  const isLeft = s.focus.x > x;
  const shadow: number[] = [];
  for (let i = 0; i < half.length; i += 2) {
    const px = half[i] ?? 0;
    const py = half[i + 1] ?? 0;
    const fold = x + rx * 0.12 * Math.sin(((py - y) / size) * 4);
    shadow.push(isLeft ? Math.min(px, fold) : Math.max(px, fold), py);
  }
  s.area(shadow, skin * 0.62, hue + 0.2);
  const eyeY = y - size * 0.12;
  const apart = rx * s.range(0.4, 0.5);
  const isClosed = s.chance(0.3);
  for (const side of [-1, 1]) {
    const ex = x + side * apart;
    const w = rx * s.range(0.24, 0.3);
    if (isClosed) s.line([ex - w, eyeY, ex, eyeY + w * 0.5, ex + w, eyeY], 0.9 * s.u, 0.06, 0);
    else {
      s.area(ellipse(ex, eyeY, w, w * s.range(0.5, 0.75), side * 0.08, 20), 0.96, 0.1, {
        curve: true,
      });
      s.disc(ex + s.range(-0.2, 0.2) * w, eyeY, w * 0.46, 0.2, 1);
      s.disc(ex, eyeY, w * 0.2, 0.03, 0);
    }
    const lift = eyeY - w * s.range(1, 1.5);
    s.line(
      [
        ex - side * w * 0.9,
        lift + w * 0.1,
        ex,
        lift - w * 0.3,
        ex + side * w * 1.1,
        lift + w * 0.2,
      ],
      s.range(0.8, 1.8) * s.u,
      hairTone * 0.8,
      hairHue,
    );
  }
  const nose = y + size * 0.26;
  const to = isLeft ? 1 : -1;
  s.line(
    [
      x - to * rx * 0.05,
      eyeY - size * 0.05,
      x + to * rx * 0.2,
      nose - size * 0.04,
      x - to * rx * 0.06,
      nose,
    ],
    0.9 * s.u,
    0.1,
    0.2,
    false,
  );
  const mouth = y + size * s.range(0.5, 0.56);
  const mw = rx * s.range(0.26, 0.42);
  s.area(
    [
      x - mw,
      mouth,
      x - mw * 0.3,
      mouth - mw * 0.34,
      x,
      mouth - mw * 0.2,
      x + mw * 0.3,
      mouth - mw * 0.34,
      x + mw,
      mouth,
      x,
      mouth + mw * 0.45,
    ],
    0.34,
    1,
    { curve: false },
  );
  s.line([x - mw, mouth, x, mouth + mw * s.range(-0.1, 0.1), x + mw, mouth], 0.5 * s.u, 0.08, 0.5);
  s.disc(x - to * rx * 0.55, y + size * 0.28, rx * 0.17, Math.min(0.95, skin * 1.05), 1);
  if (s.chance(0.5)) fringe(s, x, y, size, rx, hairTone, hairHue);
};

function shoulders(s: Sketch, x: number, y: number, size: number, rx: number): void {
  const neck = rx * 0.38;
  const foot = y + size * 1.35;
  s.area(
    [
      x - neck,
      y + size * 0.6,
      x + neck,
      y + size * 0.6,
      x + neck * 1.2,
      foot,
      x - neck * 1.2,
      foot,
    ],
    0.45,
    0.5,
  );
  const wide = size * s.range(1.2, 1.6);
  const tone = s.range(0.15, 0.8);
  s.area(
    [
      x - wide,
      s.h + 8,
      x - wide * 0.86,
      foot + size * 0.2,
      x - neck * 1.2,
      foot - size * 0.12,
      x,
      foot + size * 0.2,
      x + neck * 1.2,
      foot - size * 0.12,
      x + wide * 0.86,
      foot + size * 0.2,
      x + wide,
      s.h + 8,
    ],
    tone,
    s.range(0, 1),
    { curve: false },
  );
  const stripes = s.int(0, 4);
  for (let i = 0; i < stripes; i++) {
    const sy = foot + size * (0.34 + i * 0.2);
    s.line(
      [x - wide * 0.82, sy, x, sy + size * 0.12, x + wide * 0.82, sy],
      1.6 * s.u,
      tone > 0.45 ? tone - 0.3 : tone + 0.35,
      1,
    );
  }
}

function fringe(
  s: Sketch,
  x: number,
  y: number,
  size: number,
  rx: number,
  tone: number,
  hue: number,
): void {
  const part = s.range(-0.5, 0.5) * rx;
  s.area(
    [
      x + part,
      y - size * 0.62,
      x - rx * 0.7,
      y - size * 0.36,
      x - rx * 1.05,
      y - size * 0.1,
      x - rx * 0.95,
      y - size * 0.7,
      x,
      y - size * 1.08,
      x + rx * 0.95,
      y - size * 0.7,
      x + rx * 1.05,
      y - size * 0.1,
      x + rx * 0.7,
      y - size * 0.36,
    ],
    tone,
    hue,
    { curve: true },
  );
}
