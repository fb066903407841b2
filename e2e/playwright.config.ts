import { defineConfig } from "@playwright/test"

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000, // a test is quick, a shared machine may not be
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: {
      executablePath: "/usr/bin/chromium", // Debian's own
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
})
