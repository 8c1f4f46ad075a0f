/** How long a hop's wall is looked at, and how long the picked tile is pointed at, in ms at 1×. */
export const LOOK_MS = 2_000;
export const PICK_MS = 1_100;

export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** Where a replay is. Time passes only by `tick`: nothing here knows a clock. */
export interface Player {
  /** How many frames there are; at least one. */
  readonly count: number;
  /** The frame that is shown or on its way, from 0. */
  readonly at: number;
  /** Waits for its wall, looks at it, or points at the tile that is picked next. */
  readonly phase: "waiting" | "looking" | "picking";
  readonly isPlaying: boolean;
  readonly speed: Speed;
  /** Time in this phase, in ms at 1×. */
  readonly passedMs: number;
}

export type PlayerEvent =
  /** Time went by. */
  | { readonly type: "tick"; readonly ms: number }
  /** The frame's wall is on screen. */
  | { readonly type: "shown" }
  /** It did not come: the replay stops there and can be tried again. */
  | { readonly type: "failed" }
  | { readonly type: "toggle" }
  | { readonly type: "step"; readonly by: 1 | -1 }
  | { readonly type: "seek"; readonly to: number }
  | { readonly type: "speed"; readonly speed: Speed }
  /** Other frames, from the first. */
  | { readonly type: "load"; readonly count: number };

/** A replay before its first frame. @param isPlaying false where a person asked for less motion. */
export function startPlayer(count: number, isPlaying: boolean): Player {
  return { count, at: 0, phase: "waiting", isPlaying, speed: 1, passedMs: 0 };
}

/** What becomes of a replay; the same object where nothing changes. */
export function advance(player: Player, event: PlayerEvent): Player {
  switch (event.type) {
    case "tick":
      return tick(player, event.ms);
    case "shown":
      return player.phase === "waiting" ? { ...player, phase: "looking", passedMs: 0 } : player;
    case "failed":
      return player.isPlaying ? { ...player, isPlaying: false } : player;
    case "toggle": {
      const isAtEnd = player.at === player.count - 1 && player.phase !== "waiting";
      if (player.isPlaying || !isAtEnd) return { ...player, isPlaying: !player.isPlaying };
      return { ...goTo(player, 0), isPlaying: true };
    }
    case "step":
      return goTo(player, player.at + event.by);
    case "seek":
      return goTo(player, event.to);
    case "speed":
      return { ...player, speed: event.speed };
    case "load":
      return { ...player, count: event.count, at: 0, phase: "waiting", passedMs: 0 };
  }
}

/** One phase at most in a tick, however long it was: a tab that slept misses nothing. */
function tick(player: Player, ms: number): Player {
  const { phase, isPlaying, at, count, speed } = player;
  if (!isPlaying || phase === "waiting") return player;
  const passedMs = player.passedMs + Math.max(0, ms) * speed;
  if (passedMs < (phase === "looking" ? LOOK_MS : PICK_MS)) return { ...player, passedMs };
  if (at === count - 1) return { ...player, isPlaying: false, passedMs: LOOK_MS };
  return phase === "looking" ? { ...player, phase: "picking", passedMs: 0 } : goTo(player, at + 1);
}

function goTo(player: Player, wanted: number): Player {
  const at = Math.max(0, Math.min(player.count - 1, Math.round(wanted)));
  return at === player.at ? player : { ...player, at, phase: "waiting", passedMs: 0 };
}
