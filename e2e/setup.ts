// Builds every site under test once, with the program of this checkout, as a user would.

import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { built, sites } from './sites.ts'

export default function setup(): void {
  rmSync(built, { recursive: true, force: true })
  for (const site of sites) {
    execFileSync('go', ['run', 'pandect/cmd/pandect', 'build', '--output', site.folder, ...site.args], {
      cwd: site.source,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  }
}
