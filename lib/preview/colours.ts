/** The interface's colours in the dark (app/globals.css): a card has one look, whoever reads it. */
export const GROUND = "#131313";
export const RAISED = "#1e1e1e";
export const BLANK = "#232323";
export const INK = "#ededed";
export const MUTED = "#a3a3a3";

/** Visible light by wavelength, from 400 to 700 nm: the one motif. Place in [0, 1] and colour. */
export const SPECTRUM = [
  [0, "#7b4bd1"],
  [0.18, "#4a6bf0"],
  [0.34, "#29a8e0"],
  [0.48, "#2fc28a"],
  [0.62, "#b7cf3a"],
  [0.74, "#f2b632"],
  [0.86, "#ee7a35"],
  [1, "#d8434a"],
] as const;
