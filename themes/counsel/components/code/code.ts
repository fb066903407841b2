import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"

/** Adds the button that copies a block of code. */
export function code(figure: HTMLElement): void {
  const source = figure.querySelector("code")
  if (!source) return
  const button = element("button", "copy screen-only", say.textCopy)
  button.type = "button"
  const said = element("span", "visually-hidden")
  said.setAttribute("role", "status")
  button.addEventListener("click", async () => {
    const done = await copy(text(source))
    said.textContent = button.textContent = done ? say.textCopied : say.textNotCopied
    setTimeout(() => {
      button.textContent = say.textCopy
      said.textContent = ""
    }, 2000)
  })
  figure.append(button, said)
}

/** The code without the numbers of its lines. */
function text(source: HTMLElement): string {
  const bare = source.cloneNode(true) as HTMLElement
  for (const number of bare.querySelectorAll(".ln")) number.remove()
  return bare.textContent ?? ""
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text) // an intranet without https has no clipboard
  }
}

function copyBySelection(text: string): boolean {
  const area = element("textarea", "visually-hidden", text)
  const focused = document.activeElement
  document.body.append(area)
  area.select()
  const done = document.execCommand("copy")
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
