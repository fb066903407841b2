// The script that brings what a page of runs needs now and then, for desk/later.ts, which waits for it.
import { paper } from "./desk/paper"

;(globalThis as { pandectPaper?: typeof paper }).pandectPaper = paper
