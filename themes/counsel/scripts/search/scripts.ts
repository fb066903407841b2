// Loads files of an index as scripts, the one way that works from a web server and from a folder, and under a policy
// that allows scripts of the site alone.
import * as say from "../messages"
import { SearchError, type Call, type Load } from "./shards"

/** Milliseconds after which a file is given up. */
const PATIENCE = 20_000

/** Returns what loads files below a site's root. Every file calls pandectShard, which is made here. */
export function scriptsBelow(root: string): Load {
  const calls = new Map<unknown, Call[]>()
  globalThis.pandectShard = (...call) => {
    const made = calls.get(document.currentScript)
    if (made) made.push(call)
  }
  return (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script")
      const made: Call[] = []
      const end = (fault?: string): void => {
        clearTimeout(timer)
        calls.delete(script)
        script.remove()
        if (fault) reject(new SearchError(address.split("?")[0]!, fault))
        else resolve(made)
      }
      const timer = setTimeout(() => end(say.searchFaultLate), PATIENCE)
      calls.set(script, made)
      script.onload = () => end()
      script.onerror = () => end(say.searchFaultMissing)
      script.charset = "utf-8" // whatever the page is, which may be a portal's
      script.src = root + address
      document.head.append(script)
    })
}

declare global {
  // Called by every file of a search index.
  var pandectShard: (...call: Call) => void
}
