import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { picture } from "./ingest.fixture";
import { readMetadata } from "./metadata";

const RDF =
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"';

function xmp(inside: string, attributes = ""): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}><rdf:Description rdf:about="" ${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

const withXmp = (inside: string, attributes = "") =>
  picture(1).withXmp(xmp(inside, attributes)).jpeg().toBuffer();

/** A JPEG with IPTC records of the application set (IPTC-NAA IIM 4.2), by their numbers. */
async function withIptc(records: Readonly<Record<number, string>>): Promise<Buffer> {
  const jpeg = await picture(1).jpeg().toBuffer();
  const data = Buffer.concat(
    Object.entries(records).map(([number, text]) => {
      const head = Buffer.from([0x1c, 2, Number(number), 0, Buffer.byteLength(text)]);
      return Buffer.concat([head, Buffer.from(text)]);
    }),
  );
  const block = Buffer.concat([
    Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0", "latin1"),
    Buffer.from([0, 0, data.length >> 8, data.length & 255]),
    data,
    Buffer.alloc(data.length % 2),
  ]);
  const length = block.length + 2;
  const segment = Buffer.from([0xff, 0xed, length >> 8, length & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, block, jpeg.subarray(2)]);
}

/** A PNG with text chunks, before its pixels as generators write them. */
async function withText(texts: Readonly<Record<string, string>>): Promise<Buffer> {
  const png = await picture(1).png().toBuffer();
  const chunks = Object.entries(texts).map(([keyword, text]) => {
    const data = Buffer.from(`${keyword}\0${text}`, "latin1");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    // The checksum is nobody's concern here: the pixels are not read.
    return Buffer.concat([length, Buffer.from("tEXt"), data, Buffer.alloc(4)]);
  });
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)]);
}

describe("readMetadata reads", () => {
  it("EXIF", async () => {
    const file = await picture(1)
      .withExif({
        IFD0: { ImageDescription: "Harbour", Artist: "Ann Lee", Copyright: "CC BY 4.0" },
        IFD2: { DateTimeOriginal: "2019:05:04 10:00:00" },
      })
      .jpeg()
      .toBuffer();
    expect(readMetadata(file)).toEqual({
      title: "Harbour",
      artist: "Ann Lee",
      licence: "CC BY 4.0",
      year: 2019,
    });
  });

  it("XMP, before EXIF", async () => {
    const inside =
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Häfen</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator><xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">CC0</rdf:li></rdf:Alt></xmpRights:UsageTerms>';
    const file = await picture(1)
      .withExif({ IFD0: { ImageDescription: "Harbour" } })
      .withXmp(xmp(inside))
      .jpeg()
      .toBuffer();
    expect(readMetadata(file)).toEqual({ title: "Häfen", artist: "Bo", licence: "CC0" });
  });

  it("IPTC", async () => {
    const file = await withIptc({ 5: "Pier", 55: "19870612", 80: "Cy", 116: "(c) Cy" });
    expect((await sharp(file).metadata()).format).toBe("jpeg");
    expect(readMetadata(file)).toEqual({
      title: "Pier",
      artist: "Cy",
      licence: "(c) Cy",
      year: 1987,
    });
  });

  it("PNG text", async () => {
    const file = await withText({ Title: "Quay", Author: "Di", Copyright: "CC BY-SA" });
    expect(readMetadata(file)).toEqual({ title: "Quay", artist: "Di", licence: "CC BY-SA" });
  });

  it("nothing where there is nothing, and nothing from damaged or hostile metadata", async () => {
    expect(readMetadata(await picture(1).png().toBuffer())).toEqual({});
    expect(readMetadata(Buffer.from("no picture"))).toEqual({});
    const file = await picture(1)
      .withExif({ IFD0: { ImageDescription: "Harbour" } })
      .jpeg()
      .toBuffer();
    for (let at = 2; at < 200; at++) {
      const damaged = Buffer.from(file);
      damaged.fill(0xff, at, at + 6);
      expect(typeof readMetadata(damaged)).toBe("object");
    }
  });

  it("no name that a camera writes by itself, and no more than 500 characters", async () => {
    const titled = (ImageDescription: string) =>
      picture(1).withExif({ IFD0: { ImageDescription } }).jpeg().toBuffer();
    expect(readMetadata(await titled("OLYMPUS DIGITAL CAMERA"))).toEqual({});
    expect(readMetadata(await titled("x".repeat(9_000))).title).toHaveLength(500);
  });
});

describe("readMetadata says that a generator made it", () => {
  it.each([
    ["Automatic1111", { parameters: "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7" }],
    ["ComfyUI", { prompt: '{"3":{}}', workflow: '{"nodes":[]}' }],
    ["InvokeAI", { invokeai_metadata: '{"model":"x"}' }],
    ["NovelAI", { Software: "NovelAI" }],
    ["Midjourney", { Description: "a sea --v 6 Job ID: 1b4e28ba-2fa1-11d2-883f-0016d3cca427" }],
  ])("for %s's mark", async (_name, texts) => {
    expect(readMetadata(await withText(texts as Record<string, string>))).toMatchObject({
      generated: true,
    });
  });

  it("for IPTC's digital source type, and that none did", async () => {
    const source = (type: string) =>
      withXmp(
        "",
        `Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${type}"`,
      );
    expect(readMetadata(await source("trainedAlgorithmicMedia"))).toEqual({ generated: true });
    expect(readMetadata(await source("digitalCapture"))).toEqual({ generated: false });
    expect(readMetadata(await source("compositeWithTrainedAlgorithmicMedia"))).toEqual({});
  });

  it.each([
    ["a description in Spanish", { Description: "Imagen del puerto" }],
    ["a drawing program", { Software: "GIMP 2.10" }],
    ["a word in a caption", { Description: "Heat flux, and a firefly at night" }],
    ["a prompt alone", { prompt: "draw what you see" }],
  ])("but not for %s", async (_what, texts) => {
    expect(readMetadata(await withText(texts as Record<string, string>)).generated).toBeUndefined();
  });
});
