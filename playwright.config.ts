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
  // One server and one gallery for all; two cores.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Upper bounds for a machine that is busy with other things; nothing waits for them.
  timeout: 60_000,
  expect: { timeout: 10_000 },
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
      testMatch: /\/(?:accessibility|guests|scroll|touch|tuning-panels|tuning-crop)\.spec\.ts$/,
      use: { ...devices["Pixel 7"] },
    },
  ],
});
