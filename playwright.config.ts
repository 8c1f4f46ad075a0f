import { defineConfig, devices } from "playwright/test";

const executablePath = process.env.CHROMIUM_PATH;

/** The system's Chromium, which `npm test` finds and names in CHROMIUM_PATH; quiet and offline. */
const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  // Two cores, of which one worker with its server and its browser keeps one busy. Each has a gallery
  // of its own (e2e/fixtures/own-gallery.ts).
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Upper bounds for a machine that is busy with other things; nothing waits for them.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    launchOptions,
    screenshot: "only-on-failure",
    // Recording costs a tenth of the time, and nobody fetches it from CI.
    trace: process.env.CI ? "off" : "retain-on-failure",
    locale: "en",
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] } },
    // What a small screen and fingers change; the rest is the same code with the same answers.
    {
      name: "phone",
      testMatch: /\/(?:accessibility|scroll|touch|tuning-panels|tuning-crop)\.spec\.ts$/,
      use: { ...devices["Pixel 7"] },
    },
  ],
});
