import type { CreditStyle } from "@/lib/layout/contact-sheet";

/** The fonts and colours of a contact sheet. */
export interface SheetLook {
  readonly ground: string;
  readonly raised: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  /** Place in [0, 1] and colour. */
  readonly spectrum: readonly (readonly [number, string])[];
  readonly fonts: Readonly<Record<CreditStyle | "head" | "sub" | "credits", string>>;
}

const SPECTRUM = ["#7b4bd1", "#4a6bf0", "#29a8e0", "#2fc28a", "#b7cf3a", "#f2b632", "#d8434a"];

/** The look of the page as it is now, dark or light. */
export function sheetLook(): SheetLook {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const sans = read("--font-sans") || "sans-serif";
  const serif = read("--font-serif") || "serif";
  return {
    ground: read("--ground"),
    raised: read("--raised"),
    ink: read("--ink"),
    muted: read("--muted"),
    line: read("--line"),
    spectrum: SPECTRUM.map((colour, i) => [i / (SPECTRUM.length - 1), colour] as const),
    fonts: {
      head: `italic 42px ${serif}`,
      sub: `20px ${sans}`,
      credits: `italic 24px ${serif}`,
      title: `italic 16px ${serif}`,
      plain: `14px ${sans}`,
      warning: `600 14px ${sans}`,
    },
  };
}
