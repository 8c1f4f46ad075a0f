// The picture of the README, docs/wall.webp: `npm start` with the sample gallery, then
// `node workers/take-picture.mjs [address]`.
import { join } from "node:path";
import { chromium } from "playwright";
import sharp from "sharp";
import { findChromium } from "../lib/launch/chromium.mjs";
import { PROJECT_ROOT } from "../lib/launch/project-root.mjs";

const VIEWPORT = { width: 1_440, height: 900 };
const MAX_BYTES = 250_000;

const address = process.argv[2] ?? "http://localhost:3000";
const executablePath = await findChromium(process.env);
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: "dark" });
  await page.goto(address, { waitUntil: "networkidle" });
  // The place of a scrollbar that a picture does not have.
  await page.addStyleTag({ content: "html { scrollbar-gutter: auto }" });
  await page.waitForLoadState("networkidle");
  const picture = await page.screenshot({ animations: "disabled" });
  const path = join(PROJECT_ROOT, "docs", "wall.webp");
  for (let quality = 84; ; quality -= 6) {
    const { size } = await sharp(picture).webp({ quality, effort: 6 }).toFile(path);
    if (size <= MAX_BYTES || quality < 30) break;
  }
  process.stdout.write(`${path}\n`);
} finally {
  await browser.close();
}
