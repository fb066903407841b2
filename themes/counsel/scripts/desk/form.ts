// Small pieces of forms.
import * as say from "../messages"
import { element } from "../element"

// The parts of the scripts that are loaded later have this module as well, so ids are of their own kind in each.
const kind = "_" + Math.random().toString(36).slice(2, 7)
let made = 0

/** A label with what it labels, on one line of a form. */
export function field<T extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
  label: string,
  input: T,
  hint = "",
): HTMLElement {
  input.id = input.id || `${kind}f${++made}`
  const name = element("label", "", label)
  name.htmlFor = input.id
  const box = element("div", "field", name, input)
  if (hint) {
    const said = element("p", "field-hint", hint)
    said.id = input.id + "h"
    input.setAttribute("aria-describedby", said.id)
    box.insertBefore(said, input)
  }
  return box
}

export function input(value = "", type = "text"): HTMLInputElement {
  const made = element("input", "")
  made.type = type
  made.value = value
  if (type === "text") made.autocomplete = "off"
  return made
}

export function choice(options: Array<[value: string, text: string]>, chosen = ""): HTMLSelectElement {
  const made = element("select", "")
  for (const [value, text] of options) {
    const option = element("option", "", text)
    option.value = value
    option.selected = value === chosen
    made.append(option)
  }
  return made
}

export function button(text: string, pressed: () => void, hidden = ""): HTMLButtonElement {
  const made = element("button", "", text)
  made.type = "button"
  if (hidden) made.append(element("span", "visually-hidden", " " + hidden))
  made.addEventListener("click", pressed)
  return made
}

/** A modal dialog with a heading. Esc closes it, and the focus returns to where it was. */
export function dialog(title: string, ...content: Array<Node | string>): HTMLDialogElement {
  const heading = element("h2", "dialog-title", title)
  heading.id = `${kind}d${++made}`
  heading.tabIndex = -1
  const box = element("dialog", "run-dialog", heading, ...content)
  box.setAttribute("aria-labelledby", heading.id)
  const opener = document.activeElement
  box.addEventListener("close", () => {
    box.remove()
    if (opener instanceof HTMLElement) opener.focus()
  })
  document.body.append(box)
  box.showModal()
  heading.focus()
  return box
}

/** Asks before something is taken away; the focus is on the safe button. */
export function confirmed(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((resolve) => {
    const no = button(say.runCancel, () => box.close("no"))
    const yes = button(action, () => box.close("yes"))
    const box = dialog(title, element("p", "", text), element("div", "buttons", no, yes))
    no.focus()
    box.addEventListener("close", () => resolve(box.returnValue === "yes"))
  })
}

/** Lets somebody choose files and gives them. */
export function chooseFile(accept: string, chosen: (files: File[]) => void, folder = false): void {
  const made = input("", "file")
  made.accept = accept
  made.multiple = folder
  if (folder) made.setAttribute("webkitdirectory", "")
  made.hidden = true
  made.addEventListener("change", () => {
    chosen([...(made.files ?? [])])
    made.remove()
  })
  document.body.append(made)
  made.click()
}

/** Hands a file to the reader. */
export function download(name: string, data: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([data], { type }))
  const link = element("a", "", name)
  link.href = address
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
