// What the tests share: servers for each site, a watch on everything that goes wrong in a page, and a survey of what
// every page holds.

import { test as base, type Page } from "@playwright/test"
import { serve } from "./server.ts"
import { surveyPage, type Survey } from "./inpage.ts"
import { fileURL, pages, type Site } from "./sites.ts"

export { expect } from "@playwright/test"

/** Gives the address at which a site begins, served at the root of a host or below a path. */
export type Host = (site: Site, prefix?: string) => Promise<string>

/** Gives what each page of a site holds, by its name, read without scripts. */
export type Surveyor = (site: Site) => Promise<Map<string, Survey>>

export const test = base.extend<object, { host: Host; survey: Surveyor }>({
  host: [
    async ({}, use) => {
      const running = new Map<string, ReturnType<typeof serve>>()
      await use(async (site, prefix = "/") => {
        const key = `${site.folder} ${prefix}`
        if (!running.has(key)) running.set(key, serve(site.folder, prefix))
        return (await running.get(key)!).url
      })
      for (const server of running.values()) await (await server).close()
    },
    { scope: "worker" },
  ],
  survey: [
    async ({ browser }, use) => {
      const surveys = new Map<Site, Map<string, Survey>>()
      await use(async (site) => {
        const known = surveys.get(site)
        if (known) return known
        const found = new Map<string, Survey>()
        const context = await browser.newContext({ javaScriptEnabled: false })
        const page = await context.newPage()
        for (const name of pages(site)) {
          await page.goto(fileURL(site, name))
          found.set(name, await page.evaluate(surveyPage))
        }
        await context.close()
        surveys.set(site, found)
        return found
      })
    },
    { scope: "worker" },
  ],
})

/** Everything that goes wrong while a page is used: console errors and warnings, exceptions, refusals by the policy,
 * missing files, requests to anywhere but the site itself. */
export function watch(page: Page, start: string): string[] {
  const problems: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`${page.url()}: ${message.text()}`)
  })
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`))
  page.on("request", (request) => {
    if (!request.url().startsWith(start)) problems.push(`${page.url()}: asks for ${request.url()}`)
  })
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText
    if (why !== "net::ERR_ABORTED") problems.push(`${page.url()}: ${request.url()} ${why}`) // aborted: the page was left
  })
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${page.url()}: ${response.status()} for ${response.url()}`)
  })
  return problems
}

/** Opens the page in light or dark, as the reader's system asks for it. */
export async function open(page: Page, url: string, colorScheme: "light" | "dark" = "light"): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.goto(url)
}
