import { type ImageDetails, imageDetails } from "../image-details";
import { yearOf } from "../sidecar";

const MAX_TEXT_CHARS = 500;

/**
 * What columns and fields are called that say something of an image, by field of
 * {@link ImageDetails}; the first that says something counts. Lower case, without spaces, dashes and
 * underscores. LAION's `TEXT`, img2dataset's `caption` and the museums' own names are among them.
 */
const NAMES = {
  title: ["title", "name", "caption", "text", "alt", "alttext", "toplevelcaption", "description"],
  artist: [
    "artist",
    "artists",
    "creator",
    "author",
    "maker",
    "photographer",
    "artistdisplayname",
    "artistname",
    "byline",
  ],
  year: ["year", "date", "objectdate", "created", "datecreated", "datedisplay", "creationdate"],
  medium: ["medium", "technique", "mediumdisplay"],
  style: ["style", "movement", "styletitle"],
  label: ["label", "class", "category", "genre", "classification"],
  licence: ["licence", "license", "rights", "usageterms", "licenceurl", "licenseurl"],
  source: ["source", "collection", "museum", "provider", "institution", "credit"],
  link: ["link", "page", "pageurl", "sourceurl", "landingpage", "foreignlandingurl", "objecturl"],
  mature: ["mature", "nsfw"],
} as const satisfies Partial<Record<keyof ImageDetails, readonly string[]>>;

/** A row of a list, by the name of its column. */
export type Row = Readonly<Record<string, unknown>>;

/** A column's name as {@link NAMES} has it. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Whether a column says anything that is kept. */
export function isDetailName(name: string): boolean {
  const plain = plainName(name);
  return Object.values(NAMES).some((names: readonly string[]) => names.includes(plain));
}

/** What a row says of its image; values that a field cannot have are left out. */
export function detailsOf(row: Row): ImageDetails {
  const values = new Map(Object.entries(row).map(([name, value]) => [plainName(name), value]));
  const details: Record<string, unknown> = {};
  for (const [field, names] of Object.entries(NAMES)) {
    for (const name of names) {
      const value = readField(field, values.get(name));
      const schema = imageDetails.shape[field as keyof typeof NAMES];
      if (value === undefined || !schema.safeParse(value).success) continue;
      details[field] = value;
      break;
    }
  }
  return details;
}

function readField(field: string, raw: unknown): unknown {
  if (field === "mature") return matureOf(raw);
  if (field === "year") return typeof raw === "number" ? raw : yearOf(textOf(raw) ?? "");
  return textOf(raw);
}

/** LAION says "NSFW", "UNLIKELY" or "UNSURE"; others say true or false. */
function matureOf(raw: unknown): boolean | undefined {
  if (typeof raw === "boolean") return raw;
  const text = textOf(raw)?.toLowerCase();
  if (text === "nsfw" || text === "true" || text === "1") return true;
  return text === "unlikely" || text === "false" || text === "0" ? false : undefined;
}

function textOf(raw: unknown): string | undefined {
  if (typeof raw === "number" || typeof raw === "bigint") return String(raw);
  if (raw instanceof Date) return raw.toISOString();
  if (Array.isArray(raw)) return textOf(raw.filter((part) => typeof part === "string").join(", "));
  if (typeof raw !== "string") return undefined;
  const text = raw.replace(/\s+/g, " ").trim();
  if (text.length > MAX_TEXT_CHARS) return copyOf(text.slice(0, MAX_TEXT_CHARS));
  return text === "" ? undefined : text;
}

/** A part of a string keeps the whole of it in memory, and what is said is kept by the 100,000. */
function copyOf(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
