// Loaded in the head, before anything is painted: whoever chose light or dark must not see the other one flash.
import { CHOSEN_THEME, recall } from "./store"

const theme = recall(CHOSEN_THEME)
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
