// What only pages of checklists need.
import { checklist } from "../components/checklist/checklist"

for (const root of document.querySelectorAll<HTMLElement>(".checklist")) {
  try {
    checklist(root)
  } catch (error) {
    console.error(".checklist", error)
  }
}
