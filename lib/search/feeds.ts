/** A mood to start from: words, as a recipe that anyone could have typed. */
export interface Feed {
  /** Stable: it may stand in links. */
  readonly id: string;
  readonly name: string;
  /** Each is one ingredient of weight 1. */
  readonly words: readonly string[];
}

/**
 * The mood feeds of the opening page, in the order shown. A feed with nothing close in the gallery
 * is hidden. To add one: a line here.
 */
export const FEEDS: readonly Feed[] = [
  { id: "lonely", name: "Lonely", words: ["a lonely figure in an empty place"] },
  { id: "majestic", name: "Majestic", words: ["majestic mountains and sky"] },
  { id: "bizarre", name: "Bizarre", words: ["a bizarre surreal creature"] },
  { id: "pink-ish", name: "Pink-ish", words: ["pink flowers, soft pink light"] },
  { id: "patterns", name: "Patterns", words: ["a repeating geometric pattern"] },
  { id: "quiet", name: "Quiet", words: ["quiet calm water and mist"] },
  { id: "night", name: "Night", words: ["night sky with moon and stars"] },
  { id: "neon", name: "Neon", words: ["glowing neon lights in the dark"] },
  { id: "ink", name: "Ink", words: ["ink line art, black on white"] },
  { id: "wild", name: "Wild", words: ["a wild animal"] },
  { id: "faces", name: "Faces", words: ["a portrait of a person"] },
  { id: "sea", name: "The sea", words: ["waves of the sea"] },
  { id: "city", name: "City", words: ["a city skyline with buildings"] },
  { id: "dreamy", name: "Dreamy", words: ["an impressionism painting of a garden"] },
  { id: "pixels", name: "Pixels", words: ["pixel art"] },
  { id: "growing", name: "Growing things", words: ["plants, leaves and flowers"] },
];
