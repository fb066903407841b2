import * as say from "../../scripts/messages"
import { onKey } from "../keys/keys"

export function pager(nav: HTMLElement): void {
  const keys: Array<[name: string, rel: string, does: string]> = [
    ["[", "prev", say.keysPrevious],
    ["]", "next", say.keysNext],
  ]
  for (const [name, rel, does] of keys) {
    const link = nav.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`)
    if (link) onKey(name, does, () => link.click())
  }
}
