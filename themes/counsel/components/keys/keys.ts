// Keys that work anywhere on a page, and the dialog that lists them.
import * as say from "../../scripts/messages"
import { composing } from "../../scripts/composing"
import { element } from "../../scripts/element"
import { KEYS_OFF, recall, remember } from "../../scripts/store"

interface Key {
  name: string
  does: string
  run: () => void
}

const known: Key[] = []

/** Makes a key, or Ctrl or Cmd with one ("Ctrl+K"), do something, unless the reader has switched keys off or is typing text. */
export function onKey(name: string, does: string, run: () => void): void {
  known.push({ name, does, run })
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || composing(event)) return
  const together = event.ctrlKey || event.metaKey
  const name = together ? `Ctrl+${event.key.toUpperCase()}` : event.key
  const key = known.find((k) => k.name === name)
  if (!key || (together ? event.shiftKey : typing(event.target))) return
  if (recall(KEYS_OFF) !== null || document.querySelector("dialog[open]")) return
  event.preventDefault()
  key.run()
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Mounts on the footer, which gets the button that leads to the dialog. */
export function keys(footer: HTMLElement): void {
  const dialog = element("dialog", "keys")
  const show = (): void => {
    if (!dialog.firstChild) fill(dialog)
    dialog.showModal()
  }
  onKey("?", say.keysList, show)
  document.addEventListener("keydown", pressed)

  const button = element("button", "link-button", say.keysTitle)
  button.type = "button"
  button.addEventListener("click", show)
  footer.querySelector("ul")?.append(element("li", "", button))
  document.body.append(dialog)
}

/** A key as keyboards of the language are labelled. */
const named = (name: string): string => name.replace(/^Ctrl(?=\+)/, say.keysCtrl)

function fill(dialog: HTMLDialogElement): void {
  const title = element("h2", "", say.keysTitle)
  title.id = "_keys"
  dialog.setAttribute("aria-labelledby", title.id)

  const list = element("dl", "")
  for (const key of known) {
    list.append(element("div", "", element("dt", "", element("kbd", "", named(key.name))), element("dd", "", key.does)))
  }

  const on = element("input", "")
  on.type = "checkbox"
  on.checked = recall(KEYS_OFF) === null
  on.addEventListener("change", () => remember(KEYS_OFF, on.checked ? null : "off"))

  const close = element("button", "", say.keysClose)
  close.type = "button"
  close.addEventListener("click", () => dialog.close())

  dialog.append(title, list, element("p", "", element("label", "", on, say.keysUse)), element("p", "", close))
}
