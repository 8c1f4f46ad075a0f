/** One line of Prometheus' text format. */
interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a page of metrics says. */
export interface Exposition {
  /** By family: `counter`, `gauge`, `histogram`, `summary` or `untyped`. */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const HELP = new RegExp(`^# HELP (${NAME}) (?:[^\\\\]|\\\\[\\\\n])*$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"/y;
const SAMPLE = new RegExp(`^(${NAME})(\\{.*\\})? (\\S+)$`);
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?Inf|NaN)$/i;

/**
 * Reads Prometheus' text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/), strictly: a line that the format
 * does not have, a sample before its type, a family or a sample that comes twice, is an error.
 *
 * @throws {SyntaxError} with the line.
 */
export function readExposition(text: string): Exposition {
  if (!text.endsWith("\n")) throw new SyntaxError("Expected the last line to end");
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "" || HELP.test(line)) continue;
    const type = TYPE.exec(line);
    if (type) {
      const [, family = "", kind = ""] = type;
      if (types.has(family)) throw new SyntaxError(`Expected one type a family: ${line}`);
      types.set(family, kind);
      continue;
    }
    const sample = readSample(line);
    if (!types.has(familyOf(sample.name, types))) {
      throw new SyntaxError(`Expected a type before a sample: ${line}`);
    }
    const key = line.slice(0, line.lastIndexOf(" "));
    if (seen.has(key)) throw new SyntaxError(`Expected each sample once: ${line}`);
    seen.add(key);
    samples.push(sample);
  }
  return { types, samples };
}

/** The value of a sample; `undefined` where there is none with these labels among its own. */
export function sampleValue(
  { samples }: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return samples.find(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;
}

function readSample(line: string): Sample {
  const [, name = "", braces = "", value = ""] = SAMPLE.exec(line) ?? [];
  if (name === "" || !NUMBER.test(value)) throw new SyntaxError(`Expected a sample: ${line}`);
  return { name, labels: readLabels(braces.slice(1, -1), line), value: readNumber(value) };
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < text.length; ) {
    LABEL.lastIndex = at;
    const [whole = "", label = "", value = ""] = LABEL.exec(text) ?? [];
    if (whole === "" || label in labels) throw new SyntaxError(`Expected labels: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
    at += whole.length;
    if (at < text.length && text[at++] !== ",") throw new SyntaxError(`Expected a comma: ${line}`);
  }
  return labels;
}

function readNumber(text: string): number {
  if (/inf/i.test(text))
    return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** A histogram's samples are named after it, with an ending. */
function familyOf(name: string, types: ReadonlyMap<string, string>): string {
  const base = name.replace(/_(?:bucket|sum|count)$/, "");
  return types.get(base) === "histogram" || types.get(base) === "summary" ? base : name;
}
