const MAX_NAME_CHARS = 60;

/**
 * The part of a file's name that says what it is of: letters and digits of any script, joined by
 * hyphens, so that every system keeps it; "wavelength" where nothing is left.
 */
export function fileStem(name: string): string {
  const words = name
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu);
  const stem = [...(words ?? []).join("-")].slice(0, MAX_NAME_CHARS).join("").replace(/-+$/, "");
  return stem === "" ? "wavelength" : `wavelength-${stem}`;
}

/** The file names that stand for devices on Windows cannot come out: each begins with ours. */
export function fileNames(name: string, sheets: number) {
  const stem = fileStem(name);
  return {
    sheets: Array.from({ length: sheets }, (_, i) =>
      sheets === 1 ? `${stem}-sheet.png` : `${stem}-sheet-${i + 1}-of-${sheets}.png`,
    ),
    css: `${stem}-palette.css`,
    gpl: `${stem}-palette.gpl`,
    json: `${stem}.json`,
  };
}
