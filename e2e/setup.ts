// Builds every site under test once, with the program of this checkout, as a user would.

import { execFileSync } from "node:child_process"
import { rmSync } from "node:fs"
import { built, program, repository, sites } from "./sites.ts"

export default function setup(): void {
  rmSync(built, { recursive: true, force: true })
  execFileSync("go", ["build", "-o", program, "./cmd/pandect"], {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
  })
  for (const site of sites) {
    execFileSync(program, ["build", "--output", site.folder, ...site.args], {
      cwd: site.source,
      stdio: ["ignore", "inherit", "inherit"],
    })
  }
}
