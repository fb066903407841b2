// How measurements are taken and printed.

import type { CDPSession, Page } from "@playwright/test"

/** What so large a share of a list stays below; 0.5 is the median. */
export function quantile(list: number[], share: number): number {
  return [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]!
}

/** Prints the median and the worst of times in milliseconds. */
export function say(what: string, list: number[]): void {
  console.log(
    `${what}: median ${quantile(list, 0.5).toFixed(1)} ms, worst ${Math.max(...list).toFixed(1)} ms (${list.length})`,
  )
}

interface Watched {
  longTasks: number[]
}

/** Has pages that are opened from now on note how long tasks of more than 50 ms took. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const list: number[] = ((globalThis as unknown as Watched).longTasks = [])
    new PerformanceObserver((found) => list.push(...found.getEntries().map((entry) => entry.duration))).observe({
      type: "longtask",
      buffered: true,
    })
  })
}

/** The tasks of more than 50 ms that were noted since the page was opened or asked last, in milliseconds. */
export function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as Watched).longTasks.splice(0))
}

/** What the browser counts of a page, by name. The main thread's time is TaskDuration, in seconds; script alone, without what follows
 * from promises, is ScriptDuration. */
export async function metrics(client: CDPSession): Promise<Record<string, number>> {
  return Object.fromEntries(
    (await client.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]),
  )
}
