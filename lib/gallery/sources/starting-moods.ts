/**
 * What a first wall is made of: moods, lights, places and manners that lie far apart, so that there is
 * something near to whatever is clicked, and something far from it too.
 */
export const STARTING_MOODS: readonly string[] = [
  "storm at sea",
  "moonlight",
  "flowers still life",
  "snow",
  "woman reading",
  "harbor",
  "dancers",
  "ruins",
  "mountains mist",
  "garden",
  "fire",
  "window interior",
  "birds",
  "horses",
  "city street",
  "wave",
  "textile pattern",
  "portrait black background",
  "gold",
  "sunset",
];
