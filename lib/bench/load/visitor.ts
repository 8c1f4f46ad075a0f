import { setTimeout as delay } from "node:timers/promises";
import { ASPECTS } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { type Filters, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { addIngredient, turnDial, wordsIngredient } from "@/lib/energy/recipe-changes";
import { FIRST_TILES, guestResponse, wallResponse } from "@/lib/search/contract";
import { unpackTiles } from "@/lib/search/packed-tiles";
import { encodeTrail } from "@/lib/trail/encode";
import { previewTrail } from "@/lib/trail/preview-trail";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, pathTo, recipeOnward, withTipRecipe } from "@/lib/trail/tree";
import type { RequestKind } from "./request-log";
import type { VisitorBrowser } from "./visitor-browser";

/** What visitors find and bring. */
export interface VisitorWorld {
  readonly emptyTrail: Trail;
  /** Where walks begin, and what hops start from. */
  readonly ids: readonly ImageId[];
  /** Files that guests are made of. */
  readonly photos: readonly Buffer[];
}

/** Tiles of a screen, and of a screen further down. */
const TILES_A_SCREEN = 30;
/** Details of tiles below the first ones come so many at once. */
const TILES_A_PAGE = 60;
/** A session ends after so many steps at the latest. */
const MAX_STEPS = 30;
/** Chance that a session ends after a step. */
const ENDS = 0.04;
/** Walls that a dial asks for while it is turned, and the pause between them: the interface waits as long. */
const WALLS_A_TURN = 3;
const TURN_MS = 150;
/** Between two steps, on average and at most, in ms. */
const THINK_MS = 5_000;
const MAX_THINK_MS = 20_000;
/** Half of all sessions begin with a link to a trail, the others on the opening page. */
const OPENS_TRAIL = 0.5;
/** Half of all screens are sharp enough for the large thumbnail. */
const SHARP = 0.5;

/** What people do next, and how often. */
const STEPS = [
  { step: "hop", share: 0.45 },
  { step: "turn", share: 0.17 },
  { step: "scroll", share: 0.16 },
  { step: "ask why", share: 0.1 },
  { step: "say", share: 0.05 },
  { step: "filter", share: 0.04 },
  { step: "bring a guest", share: 0.015 },
  { step: "share", share: 0.015 },
] as const;
type Step = (typeof STEPS)[number]["step"];

const WORDS_WEIGHT = 0.6;
const WORDS = [
  ["calm", "stormy", "golden", "cold", "noisy", "faded", "early", "quiet"],
  ["sea", "street", "forest", "portrait", "room", "sky", "garden", "machine"],
  ["at dusk", "in rain", "from above", "in fog", "in blue", "on film"],
];
const FILTERS: readonly Filters[] = [
  { orientation: ["landscape"] },
  { made: ["person"] },
  { licence: ["CC0"] },
  { yearFrom: 1800, yearTo: 1900 },
];

/** One who browses: opens a trail, looks at what is on screen, thinks, clicks, turns dials, and leaves. */
export class Visitor {
  readonly #browser: VisitorBrowser;
  readonly #world: VisitorWorld;
  readonly #random: () => number;
  readonly #thumb: 320 | 640;
  #trail: Trail;
  /** Tiles of the wall, in order, and how far down they have been seen. */
  #tiles: readonly ImageId[] = [];
  #seen = 0;

  /** @param random in [0, 1), a visitor's own: the same seed browses the same way. */
  constructor(browser: VisitorBrowser, world: VisitorWorld, random: () => number) {
    this.#browser = browser;
    this.#world = world;
    this.#random = random;
    this.#thumb = random() < SHARP ? 640 : 320;
    this.#trail = world.emptyTrail;
  }

  /** One session. @param pause waited for between steps, beside thinking; rejects when all is over. */
  async session(pause: (thinkMs: number) => Promise<void>): Promise<void> {
    try {
      await this.#arrive();
      for (let step = 0; step < MAX_STEPS && this.#random() >= ENDS; step++) {
        await pause(Math.min(MAX_THINK_MS, -Math.log(1 - this.#random()) * THINK_MS));
        await this.#take(this.#nextStep());
      }
    } finally {
      await this.#browser.leave();
    }
  }

  #nextStep(): Step {
    let left = this.#random();
    for (const { step, share } of STEPS) {
      left -= share;
      if (left < 0) return step;
    }
    return "hop";
  }

  async #take(step: Step): Promise<void> {
    // On the opening page there is nothing to tune yet.
    if (step === "hop" || this.#trail.tip < 0) return this.#hop();
    if (step === "turn") return this.#turn();
    if (step === "scroll") return this.#look();
    if (step === "ask why") return this.#askWhy();
    if (step === "say") return this.#say();
    if (step === "filter") return this.#filter();
    if (step === "bring a guest") return this.#bringGuest();
    return this.#share();
  }

  /** Opens a link to a trail, or the opening page. */
  async #arrive(): Promise<void> {
    const start = this.#random() < OPENS_TRAIL ? this.#pick(this.#world.ids) : undefined;
    const { emptyTrail } = this.#world;
    this.#trail = start ? addHop(emptyTrail, plainRecipe(start)) : emptyTrail;
    const page = await this.#browser.ask("page", start ? `/t/${this.#code()}` : "/");
    const html = page?.toString("utf8") ?? "";
    const files = [...html.matchAll(/\/_next\/static\/[\w./~-]+?\.(?:js|css)/g)].map(
      ([path]) => path,
    );
    const shown = [...html.matchAll(/\/api\/images\/([\w-]{11})\/thumb\/320/g)];
    await Promise.all([
      this.#browser.askForFiles("script or style", files),
      this.#browser.ask("facets", "/api/facets"),
      this.#askAbout(),
    ]);
    this.#show([...new Set(shown.map(([, id]) => id as ImageId))]);
    await this.#look();
  }

  async #hop(): Promise<void> {
    const seen = this.#tiles.slice(0, Math.max(this.#seen, TILES_A_SCREEN));
    // Where filters leave nothing, one begins anew.
    const id = this.#pick(seen) ?? this.#pick(this.#world.ids);
    if (id) this.#trail = addHop(this.#trail, recipeOnward(this.#trail, id));
    await this.#ask("wall: a hop");
  }

  /** Drags a dial: walls that were asked for on the way are not waited for. */
  async #turn(): Promise<void> {
    const aspect = this.#pick(ASPECTS) ?? "subject";
    for (let i = 0; i < WALLS_A_TURN; i++) {
      const isLast = i === WALLS_A_TURN - 1;
      this.#change((recipe) => turnDial(recipe, aspect, this.#random()));
      if (isLast) await this.#ask("wall: a dial");
      else {
        const signal = AbortSignal.timeout(TURN_MS);
        const asked = this.#browser.ask("wall: a dial", this.#wallPath(), { signal });
        await Promise.all([asked, delay(TURN_MS)]);
      }
    }
  }

  async #say(): Promise<void> {
    const words = wordsIngredient(WORDS.map((some) => this.#pick(some)).join(" "), WORDS_WEIGHT);
    if (words) this.#change((recipe) => addIngredient(recipe, words));
    await this.#ask("wall: words");
  }

  async #filter(): Promise<void> {
    const chosen = this.#pick(FILTERS) ?? {};
    this.#change((recipe) => {
      const isOn = Object.keys(recipe.filters).length > 0;
      return { ...recipe, filters: isOn ? {} : chosen };
    });
    await this.#ask("wall: a filter");
  }

  async #askWhy(): Promise<void> {
    const id = this.#pick(this.#tiles.slice(0, TILES_A_SCREEN));
    if (!id) return;
    await this.#browser.ask("why", `/api/why?${new URLSearchParams({ trail: this.#code(), id })}`);
  }

  async #bringGuest(): Promise<void> {
    const body = this.#pick(this.#world.photos);
    const answer = body && (await this.#browser.ask("guest", "/api/guests", { body }));
    if (!answer) return;
    const { id, vector, thumbhash } = guestResponse.parse(JSON.parse(answer.toString("utf8")));
    const guest = {
      id,
      vector: new Int8Array(Buffer.from(vector, "base64")),
      thumbhash: new Uint8Array(Buffer.from(thumbhash, "base64")),
    };
    this.#trail = addHop(addGuest(this.#world.emptyTrail, guest), {
      ...plainRecipe(id),
      ingredients: [{ source: { kind: "guest", id }, weight: 1 }],
    });
    await this.#ask("wall: a guest");
  }

  /** Sends the link to somebody whose program shows it: by the page, and the picture that it names. */
  async #share(): Promise<void> {
    const preview = previewTrail(this.#trail);
    const hops = pathTo(this.#trail).length;
    await this.#browser.ask("page", `/t/${this.#code()}`);
    await this.#browser.ask("link preview", `/api/preview/${encodeTrail(preview)}?hops=${hops}`);
  }

  /** Asks for the wall of the tip, looks at its first screen, and has it named in words. */
  async #ask(kind: RequestKind): Promise<void> {
    const answer = await this.#browser.ask(kind, this.#wallPath());
    if (!answer) return;
    const { tiles } = wallResponse.parse(JSON.parse(answer.toString("utf8")));
    this.#show(unpackTiles(tiles).map(({ id }) => id));
    await Promise.all([this.#look(), this.#askAbout()]);
  }

  /** A screen further down the wall. */
  async #look(): Promise<void> {
    const next = this.#tiles.slice(this.#seen, this.#seen + TILES_A_SCREEN);
    const isBelow = this.#seen + next.length > FIRST_TILES && this.#seen % TILES_A_PAGE === 0;
    if (isBelow) {
      const ids = this.#tiles.slice(this.#seen, this.#seen + TILES_A_PAGE).join(",");
      await this.#browser.ask("details of tiles", `/api/tiles?ids=${ids}`);
    }
    this.#seen += next.length;
    const paths = next.map((id) => `/api/images/${id}/thumb/${this.#thumb}`);
    await this.#browser.askForFiles("thumbnail", paths);
  }

  async #askAbout(): Promise<void> {
    if (this.#trail.tip < 0) return;
    await this.#browser.ask("words back", `/api/about?trail=${this.#code()}`);
  }

  #show(tiles: readonly ImageId[]): void {
    this.#tiles = tiles;
    this.#seen = 0;
  }

  #change(change: (recipe: Recipe) => Recipe): void {
    const tip = this.#trail.hops[this.#trail.tip];
    if (tip) this.#trail = withTipRecipe(this.#trail, change(tip.recipe));
  }

  #code(): string {
    return encodeTrail(this.#trail);
  }

  #wallPath(): string {
    return `/api/wall?trail=${this.#code()}`;
  }

  #pick<T>(some: readonly T[]): T | undefined {
    return some[Math.floor(this.#random() * some.length)];
  }
}
