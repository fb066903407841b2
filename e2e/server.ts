// A static server as an intranet has it: right media types, a strict content security policy, nothing clever.

import { createServer } from "node:http"
import { readFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import path from "node:path"

/** The policy that the strictest hosts set. Nothing inline, nothing from elsewhere, nothing fetched. */
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'"

const mediaTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".xml": "application/xml; charset=utf-8",
}

export interface Server {
  /** Where the site begins, ending in a slash. */
  url: string
  close(): Promise<void>
}

/** Serves a folder below a prefix such as "/" or "/team/guidance/", and nothing else. */
export async function serve(folder: string, prefix: string): Promise<Server> {
  const server = createServer((request, response) => {
    const address = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname)
    const answer = (status: number, type: string, body: Buffer | string) =>
      response
        .writeHead(status, {
          "content-type": type,
          "content-security-policy": policy,
          "x-content-type-options": "nosniff",
        })
        .end(body)
    const missing = async () => answer(404, mediaTypes[".html"]!, await readFile(path.join(folder, "404.html")))
    if (!address.startsWith(prefix)) return answer(404, "text/plain", "outside the site")
    const name = address.slice(prefix.length) || "index.html"
    const type = mediaTypes[path.extname(name)]
    if (type === undefined) return missing()
    readFile(path.join(folder, name)).then((body) => answer(200, type, body), missing)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
