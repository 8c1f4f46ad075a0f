import { Path2D, type SKRSContext2D } from "@napi-rs/canvas";
import { SPECTRUM } from "./colours";

/** A sine that runs across a card. Lengths in px. */
export interface Wave {
  readonly from: number;
  readonly to: number;
  /** Its middle. */
  readonly y: number;
  readonly amplitude: number;
  /** How many whole waves there are from end to end. */
  readonly turns: number;
}

const STEP = 4;

/** How far below its middle a wave is at `x`. */
export function heightAt({ from, to, amplitude, turns }: Wave, x: number): number {
  return -amplitude * Math.sin(((x - from) / (to - from)) * turns * 2 * Math.PI);
}

/** Draws a wave in the colours of the spectrum. */
export function drawWave(context: SKRSContext2D, wave: Wave): void {
  const path = new Path2D();
  for (let x = wave.from; x <= wave.to + STEP; x += STEP) {
    path.lineTo(x, wave.y + heightAt(wave, x));
  }
  stroke(context, path, wave.from, wave.to, 3);
}

/** The sign beside the name: each crest wider than the one before, from short waves to long ones. */
export function drawLogo(context: SKRSContext2D, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.scale(1.35, 1.35);
  const path = new Path2D(
    "M1.5 10C2.7 2.6 4.3 2.6 5.5 10S8.5 17.4 10 10s3.5-7.4 5.5 0 4.6 7.4 7 0 5.5-7.4 8 0",
  );
  stroke(context, path, 1.5, 30.5, 2);
  context.restore();
}

function stroke(
  context: SKRSContext2D,
  path: Path2D,
  from: number,
  to: number,
  width: number,
): void {
  const colours = context.createLinearGradient(from, 0, to, 0);
  for (const [at, colour] of SPECTRUM) colours.addColorStop(at, colour);
  context.strokeStyle = colours;
  context.lineWidth = width;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(path);
}
