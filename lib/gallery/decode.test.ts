import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodePicture, type PictureLimits } from "./decode";

const LIMITS: PictureLimits = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
const RED = { r: 220, g: 20, b: 20 };

/** Noise does not compress to nothing, so that a cut falls into pixel data. */
function noise(width = 300, height = 200) {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: RED,
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  });
}

function plain(width: number, height: number, background = RED) {
  return sharp({ create: { width, height, channels: 3, background } });
}

function svg(inside: string, attributes = 'width="40" height="30"'): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
  );
}

/** CRC-32 of PNG chunks, bit by bit: `zlib.crc32` is newer than Node 20.9. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A grey PNG of any announced size with the rows that are given. */
function craftedPng(width: number, height: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const decode = (file: Buffer, limits: Partial<PictureLimits> = {}, maxSide = 256) =>
  decodePicture(file, { ...LIMITS, ...limits }, maxSide);

/** The colour in the middle. */
async function middle(file: Buffer): Promise<number[]> {
  const { pixels } = await decode(file);
  const at = 3 * (Math.floor(pixels.height / 2) * pixels.width + Math.floor(pixels.width / 2));
  return [...pixels.data.subarray(at, at + 3)];
}

function near(actual: readonly number[], expected: readonly number[], tolerance = 12): void {
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
  });
}

describe("decodePicture reads", () => {
  it.each(["jpeg", "png", "webp", "avif", "gif", "tiff"] as const)("%s", async (format) => {
    const { pixels, ...rest } = await decode(await plain(60, 40).toFormat(format).toBuffer());
    expect(rest).toEqual({ format, width: 60, height: 40 });
    expect(pixels.data).toHaveLength(60 * 40 * 3);
    near([...pixels.data.subarray(0, 3)], [RED.r, RED.g, RED.b], 20);
  });

  it("an SVG, also behind a byte order mark, a prolog and a comment", async () => {
    const drawing = svg('<rect width="40" height="30" fill="#00ff00"/>');
    for (const before of ["", "\uFEFF", '<?xml version="1.0"?>\n<!-- made by hand -->\n']) {
      const file = Buffer.concat([Buffer.from(before), drawing]);
      expect(await decode(file)).toMatchObject({ format: "svg", width: 40, height: 30 });
      near(await middle(file), [0, 255, 0]);
    }
  });

  it("the first frame of an animated GIF", async () => {
    const frames = Buffer.concat([
      await plain(20, 20, { r: 0, g: 200, b: 0 }).raw().toBuffer(),
      await plain(20, 20, { r: 0, g: 0, b: 200 }).raw().toBuffer(),
    ]);
    const file = await sharp(frames, {
      raw: { width: 20, height: 40, channels: 3, pageHeight: 20 },
    })
      .gif({ delay: [100, 100] })
      .toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(2);
    expect(await decode(file)).toMatchObject({ width: 20, height: 20 });
    near(await middle(file), [0, 200, 0]);
  });

  it("CMYK", async () => {
    const file = await plain(30, 20).toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp(file).metadata()).space).toBe("cmyk");
    const [red = 0, green = 0, blue = 0] = await middle(file);
    expect(red).toBeGreaterThan(150);
    expect(Math.max(green, blue)).toBeLessThan(90);
  });

  it("16 bits a channel", async () => {
    const file = await plain(30, 20).toColourspace("rgb16").png().toBuffer();
    expect((await sharp(file).metadata()).depth).toBe("ushort");
    near(await middle(file), [RED.r, RED.g, RED.b]);
  });

  it("grey, and grey with transparency, as three equal channels", async () => {
    const grey = await plain(30, 20, { r: 90, g: 90, b: 90 }).toColourspace("b-w").png().toBuffer();
    near(await middle(grey), [90, 90, 90]);
    const sheer = await sharp({
      create: { width: 30, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
    })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect((await sharp(sheer).metadata()).channels).toBe(2);
    near(await middle(sheer), [127, 127, 127], 3);
  });

  it("upright what a camera held sideways, with the size that is seen", async () => {
    const left = await plain(20, 20, { r: 0, g: 0, b: 250 }).png().toBuffer();
    const file = await plain(40, 20)
      .composite([{ input: left, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();
    const { width, height, pixels } = await decode(file);
    expect([width, height, pixels.width, pixels.height]).toEqual([20, 40, 20, 40]);
    // Turned right by a quarter, what was left is on top.
    near([...pixels.data.subarray(30, 33)], [0, 0, 250], 25);
  });

  it("a wide colour profile as sRGB", async () => {
    const file = await plain(30, 20, { r: 200, g: 60, b: 60 })
      .withIccProfile("p3")
      .png()
      .toBuffer();
    const { data } = await sharp(file, { ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    // What is stored differs from what is meant, or this would show nothing.
    expect(Math.abs((data[0] ?? 0) - 200)).toBeGreaterThan(5);
    near(await middle(file), [200, 60, 60], 4);
  });

  it("no larger than asked and never enlarged", async () => {
    const file = await plain(600, 300).png().toBuffer();
    expect((await decode(file, {}, 100)).pixels).toMatchObject({ width: 100, height: 50 });
    expect((await decode(file, {}, 5_000)).pixels).toMatchObject({ width: 600, height: 300 });
  });

  it("a picture of one pixel, and one of extreme shape", async () => {
    expect((await decode(await plain(1, 1).png().toBuffer())).pixels.data).toHaveLength(3);
    const thin = (await decode(await plain(20_000, 1).png().toBuffer(), {}, 256)).pixels;
    expect(thin).toMatchObject({ width: 256, height: 1 });
  });
});

describe("transparency stands on", () => {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const mark = async (background: { r: number; g: number; b: number }) =>
    sharp({ create: { width: 60, height: 60, channels: 4, background: clear } })
      .composite([{ input: await plain(20, 20, background).png().toBuffer(), left: 20, top: 20 }])
      .png()
      .toBuffer();
  const corner = async (file: Buffer) => [...(await decode(file)).pixels.data.subarray(0, 3)];

  it("white", async () => {
    expect(await corner(await mark({ r: 10, g: 10, b: 80 }))).toEqual([255, 255, 255]);
  });
  it("grey when what can be seen is nearly white", async () => {
    const file = await mark({ r: 255, g: 255, b: 255 });
    expect(await corner(file)).toEqual([128, 128, 128]);
    near(await middle(file), [255, 255, 255], 3);
  });
  it("white when nothing can be seen", async () => {
    const nothing = sharp({ create: { width: 9, height: 9, channels: 4, background: clear } });
    expect(await corner(await nothing.png().toBuffer())).toEqual([255, 255, 255]);
  });
});

describe("decodePicture refuses", () => {
  it("an empty file", async () => {
    await expect(decode(Buffer.alloc(0))).rejects.toMatchObject({ code: "image_empty" });
  });

  it("a file over the limit, naming limit and value", async () => {
    const failure = decode(Buffer.alloc(3_000), { maxFileBytes: 2_000 });
    await expect(failure).rejects.toMatchObject({ code: "image_too_large", status: 413 });
    await expect(decode(Buffer.alloc(26_000_000))).rejects.toThrow(/25 MB.*26\.0 MB/);
  });

  it.each(["jpeg", "png", "webp", "avif", "gif", "tiff"] as const)(
    "a %s that was cut off",
    async (format) => {
      const whole = await noise(120, 90).toFormat(format).toBuffer();
      for (const share of [0.2, 0.6, 0.9]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        await expect(decode(cut)).rejects.toMatchObject({ code: "image_unreadable" });
      }
    },
  );

  it("a header with nothing behind it", async () => {
    for (const start of ["\xff\xd8\xff\xe0", "\x89PNG\r\n\x1a\n", "GIF89a", "II*\0", "<svg "]) {
      const failure = decode(Buffer.from(start, "latin1"));
      await expect(failure).rejects.toMatchObject({ code: "image_unreadable" });
    }
  });

  it.each([
    ["text", "Dear diary, this is not a picture.\n"],
    ["a page", "<!DOCTYPE html><html><body>404</body></html>"],
    ["a PDF", "%PDF-1.7\n1 0 obj"],
    ["HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"],
    ["BMP", `BM${"\0".repeat(60)}`],
    ["zeros", "\0".repeat(5_000)],
  ])("%s, whatever it is called", async (_what, content) => {
    const failure = decode(Buffer.from(content, "latin1"));
    await expect(failure).rejects.toMatchObject({ code: "image_format_unsupported", status: 415 });
  });

  it("60,000 × 60,000 px, by the header alone", async () => {
    const file = craftedPng(60_000, 60_000, Buffer.alloc(60_001));
    const failure = decode(file);
    await expect(failure).rejects.toMatchObject({ code: "image_too_many_pixels", status: 413 });
    await expect(decode(file)).rejects.toThrow(/80 megapixels.*60000 × 60000/);
  });

  it("a bomb: few bytes that unpack to more pixels than the limit", async () => {
    const bomb = craftedPng(3_000, 3_000, Buffer.alloc(3_001 * 3_000));
    expect(bomb.length).toBeLessThan(20_000);
    const failure = decode(bomb, { maxPixels: 8e6 });
    await expect(failure).rejects.toMatchObject({ code: "image_too_many_pixels" });
    expect((await decode(bomb, { maxPixels: 10e6 })).width).toBe(3_000);
  });

  it("a PNG whose data does not fit its header", async () => {
    const failure = decode(craftedPng(100, 100, Buffer.alloc(300)));
    await expect(failure).rejects.toMatchObject({ code: "image_unreadable" });
  });

  it("an SVG of more pixels than the limit", async () => {
    const failure = decode(svg("<rect/>", 'width="60000" height="60000"'));
    await expect(failure).rejects.toMatchObject({ code: "image_too_many_pixels" });
  });

  it.each([
    ["scripts", "<script>alert(1)</script>"],
    ["event handlers", '<rect width="9" height="9" onload="alert(1)"/>'],
    ["foreign objects", "<foreignObject><p>hi</p></foreignObject>"],
    ["external references", '<image href="http://127.0.0.1/a.png" width="9" height="9"/>'],
    ["external references", "<image xlink:href='file:///etc/passwd' width='9' height='9'/>"],
    ["external references", '<image href="&#102;ile:///etc/passwd" width="9" height="9"/>'],
    ["external references", '<use href="other.svg#part"/>'],
    ["external references", '<rect style="fill:url(http://example.org/a.svg#b)"/>'],
    ["external references", '<image href="data:image/svg+xml,&lt;svg/>" width="9" height="9"/>'],
    ["imported styles", '<style>@import "http://example.org/a.css";</style>'],
  ])("an SVG with %s: %s", async (what, inside) => {
    const failure = decode(svg(inside));
    await expect(failure).rejects.toMatchObject({ code: "image_unreadable" });
    await expect(decode(svg(inside))).rejects.toThrow(what);
  });

  it("an SVG with an entity bomb", async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${svg("<text>&b;</text>")}`;
    await expect(decode(Buffer.from(bomb))).rejects.toThrow("entities");
  });

  it("an SVG that embeds a bomb, or a picture that is none", async () => {
    const embed = (png: Buffer) =>
      svg(`<image width="9" height="9" href="data:image/png;base64,${png.toString("base64")}"/>`);
    const small = await plain(20, 20).png().toBuffer();
    expect(await decode(embed(small))).toMatchObject({ format: "svg" });
    const bomb = craftedPng(60_000, 60_000, Buffer.alloc(60_001));
    await expect(decode(embed(bomb))).rejects.toMatchObject({ code: "image_too_many_pixels" });
    const hidden = svg('<image href="data:image/png;base64,&#105;VBORw0KGgo="/>');
    await expect(decode(hidden)).rejects.toMatchObject({ code: "image_unreadable" });
  });

  it("an SVG of several MB", async () => {
    const failure = decode(svg(`<!--${"x".repeat(5_000_001)}-->`));
    await expect(failure).rejects.toMatchObject({ code: "image_too_large" });
  });

  it("nothing of an SVG that only refers to itself", async () => {
    const inside =
      '<defs><linearGradient id="g"><stop stop-color="#f00"/></linearGradient><rect id="r" width="40" height="30" fill="url(#g)"/></defs><use href="#r"/>';
    near(await middle(svg(inside)), [255, 0, 0]);
  });
});
