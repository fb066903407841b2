// The same browser as for the tests, one measurement at a time.
import { defineConfig } from "@playwright/test"
import tests from "./playwright.config.ts"

export default defineConfig({ ...tests, testDir: "measure", workers: 1, fullyParallel: false })
