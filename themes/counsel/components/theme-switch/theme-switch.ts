// One button: from light to dark and back. A choice that agrees with the system is forgotten, so that the page follows
// the system again.
import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"
import { CHOSEN_THEME, remember } from "../../scripts/store"

export function themeSwitch(header: HTMLElement): void {
  const root = document.documentElement
  const system = matchMedia("(prefers-color-scheme: dark)")
  const isDark = (): boolean => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches)

  const label = element("span", "visually-hidden")
  const button = element("button", "theme-switch", element("span", "theme-switch-icon"), label)
  button.type = "button"
  const update = (): void => {
    label.textContent = button.title = isDark() ? say.lookLight : say.lookDark
  }
  button.addEventListener("click", () => {
    const dark = !isDark()
    if (dark === system.matches) delete root.dataset.theme
    else root.dataset.theme = dark ? "dark" : "light"
    remember(CHOSEN_THEME, root.dataset.theme ?? null)
    update()
  })
  system.addEventListener("change", update)
  update()
  header.append(button)
}
