import { onKey } from "../keys/keys"

export function search(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]")
  if (input) onKey("/", "Find guidance", () => input.focus())
}
