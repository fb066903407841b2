// What only the page of all runs needs.
import { runs } from "../components/runs/runs"

for (const root of document.querySelectorAll<HTMLElement>(".runs")) {
  try {
    runs(root)
  } catch (error) {
    console.error(".runs", error)
  }
}
