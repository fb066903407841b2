// The one mount list: each component's script adds to elements that are complete without it, and fails alone.
import { code } from "../components/code/code"
import { finder } from "../components/finder/finder"
import { headings } from "../components/headings/headings"
import { keys } from "../components/keys/keys"
import { marks } from "../components/marks/marks"
import { pager } from "../components/pager/pager"
import { searchPage } from "../components/search-page/search-page"
import { menu, sidebar } from "../components/sidebar/sidebar"
import { table } from "../components/table/table"
import { themeSwitch } from "../components/theme-switch/theme-switch"
import { toc } from "../components/toc/toc"

const mounts: Array<[selector: string, mount: (element: HTMLElement) => void]> = [
  [".site-header", themeSwitch],
  [".search", finder],
  [".menu-link", menu],
  [".sidebar", sidebar],
  [".toc", toc],
  [".search-page", searchPage],
  [".prose", marks],
  [".prose", headings],
  ["figure.code", code],
  ["div.table", table],
  [".pager", pager],
  [".site-footer", keys],
]

for (const [selector, mount] of mounts) {
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    try {
      mount(element)
    } catch (error) {
      console.error(selector, error)
    }
  }
}
