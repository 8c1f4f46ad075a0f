const MAX_HTML_CHARS = 20_000;
const MAX_TEXT_CHARS = 500;
/** Their content is no text. */
const SILENT_TAGS = new Set(["script", "style", "template", "noscript"]);
/** They stand within a word. */
const INLINE_TAGS = new Set(["a", "b", "bdi", "em", "i", "span", "strong", "sub", "sup", "u"]);
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
};

/**
 * What a person would read of a piece of somebody else's HTML: no tags, nothing hidden, entities as
 * characters, one space between words, no signs that turn the direction of a line. It is text and
 * stays text: whoever shows it must not take it for HTML.
 *
 * @returns at most 500 characters; may be empty. Linear in the length of `html`, of which no more
 *   than 20,000 characters are read.
 */
export function plainText(html: string): string {
  const source = html.slice(0, MAX_HTML_CHARS);
  let text = "";
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("<", at);
    if (open < 0) {
      text += source.slice(at);
      break;
    }
    text += source.slice(at, open);
    const tag = readTag(source, open);
    if (!tag) {
      text += "<";
      at = open + 1;
      continue;
    }
    if (!INLINE_TAGS.has(tag.name)) text += " ";
    at = tag.isSilent ? endOf(source, tag) : tag.end;
  }
  return text
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, decodeEntity)
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_TEXT_CHARS);
}

interface Tag {
  readonly name: string;
  /** Behind its `>`. */
  readonly end: number;
  /** Whether what it holds is not read. */
  readonly isSilent: boolean;
}

/** The tag or comment that begins at `open`; `undefined` where `<` is a sign like any other. */
function readTag(source: string, open: number): Tag | undefined {
  if (source.startsWith("<!--", open)) {
    const close = source.indexOf("-->", open + 4);
    return { name: "", end: close < 0 ? source.length : close + 3, isSilent: false };
  }
  const [, slash, word] = /^<([/!?]?)([a-z][a-z0-9]*)?/i.exec(source.slice(open, open + 40)) ?? [];
  if (!slash && !word) return undefined;
  const close = source.indexOf(">", open);
  const end = close < 0 ? source.length : close + 1;
  const name = (word ?? "").toLowerCase();
  const isOpening = slash === "" && source[end - 2] !== "/";
  const isHidden = /display\s{0,9}:\s{0,9}none/i.test(source.slice(open, end));
  return { name, end, isSilent: isOpening && (SILENT_TAGS.has(name) || isHidden) };
}

/** Where the element of a tag ends, others of its name inside it counted; the end where it never does. */
function endOf(source: string, { name, end }: Tag): number {
  let depth = 1;
  let at = end;
  while (depth > 0) {
    const open = source.indexOf("<", at);
    if (open < 0) return source.length;
    const tag = readTag(source, open);
    if (tag?.name === name) depth += source[open + 1] === "/" ? -1 : 1;
    at = tag?.end ?? open + 1;
  }
  return at;
}

function decodeEntity(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  const isSign = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isSign ? String.fromCodePoint(code) : " ";
}
