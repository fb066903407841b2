// Loads the part of the scripts that a page needs now and then, when it is first needed.
import * as say from "../messages"
import type { Paper } from "./paper"

let loading: Promise<Paper> | undefined

/** The part, from the address that the page names. */
export function later(): Promise<Paper> {
  const here = ready()
  if (here) return Promise.resolve(here)
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = document.querySelector<HTMLElement>("[data-paper]")?.dataset["paper"] ?? ""
    const settle = (): void => {
      const found = ready()
      if (found) return resolve(found)
      loading = undefined
      reject(new Error(say.runFailedPart))
    }
    script.onload = script.onerror = settle
    document.head.append(script)
  })
  return loading
}

/** The part, when it is there already. A heading with its name as an id is a property of window, too, but none of its own. */
export const ready = (): Paper | undefined =>
  Object.getOwnPropertyDescriptor(globalThis, "pandectPaper")?.value as Paper | undefined
