// The sites under test: where they come from, where they are built, what is in them.

import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..")

/** What tests make. */
export const output = path.join(repository, "e2e/output")

/** The program of this checkout. */
export const program = path.join(output, "pandect")

/** Where the sites are built. The name is one that a person might give to a folder, and that is awkward in a URL. */
export const built = path.join(output, "Shared drive #1 (100 % ü)")

export interface Site {
  name: string
  /** The folder that holds config.toml. */
  source: string
  /** The finished site. */
  folder: string
  /** More arguments for the build. */
  args: string[]
  /** The path at which its base_url puts it, or "" when it has none. */
  home: string
}

function site(name: string, source: string, home: string, ...args: string[]): Site {
  return { name, source: path.join(repository, source), folder: path.join(built, name), args, home }
}

/** The real content of this repository. */
export const guidance = site("guidance", ".", "")

/** A small site with every feature of the dialect and every state of a page. */
export const dialect = site("dialect", "e2e/fixtures/dialect", "/legal/", "--now", "2026-11-23")

export const sites = [guidance, dialect]

/** All files of a finished site, slash-separated and sorted, without the record of what was written. */
export function files(site: Site): string[] {
  return readdirSync(site.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(site.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !name.startsWith("."))
    .sort()
}

/** All pages of a finished site. */
export function pages(site: Site): string[] {
  return html(site).filter((name) => !leadsAway(site, name))
}

/** The pages that work wherever the folder is put. The page for missing addresses is shown at any of them, so its own
 * links begin with the path of base_url where there is one, and it works there only. */
export function portable(site: Site): string[] {
  return pages(site).filter((name) => site.home === "" || name !== "404.html")
}

/** What stands at former addresses: files that only lead to the present ones. */
export function redirects(site: Site): string[] {
  return html(site).filter((name) => leadsAway(site, name))
}

/** Files that are pages of the site. A checklist as one file is none: it has its scripts inside, and a test of its own. */
function html(site: Site): string[] {
  return files(site).filter((name) => name.endsWith(".html") && !name.endsWith("-single.html"))
}

function leadsAway(site: Site, name: string): boolean {
  return readFileSync(path.join(site.folder, name), "utf8").includes('<meta http-equiv="refresh"')
}

/** The address of a file of the site when it is opened by double click. */
export function fileURL(site: Site, name: string): string {
  return pathToFileURL(path.join(site.folder, name)).href
}
