import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ensureInstalled, pinnedNode, root } from './install.js'

ensureInstalled({ withDev: true })
const folder = mkdtempSync(join(tmpdir(), 'parley-counts-'))
const countsFile = join(folder, 'counts.json')
const { status } = spawnSync(
  pinnedNode,
  ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PARLEY_TEST_COUNTS: countsFile,
      // What tests start by the name `node` is the pinned one too.
      PATH: `${dirname(pinnedNode)}${delimiter}${process.env.PATH ?? ''}`,
    },
  },
)

const counts = readCounts()
// Such as a run that found no tests, or could not prepare any.
if (status !== 0 && counts.failed === 0) counts.failed = 1
rmSync(folder, { recursive: true, force: true })
const ci = Boolean(process.env.CI) && process.env.CI !== 'false'
for (const name of counts.unsteady)
  process.stdout.write(`Unsteady, passed when tried again: ${name}\n`)
for (const suite of counts.skippedSuites) process.stdout.write(`Skipped: ${suite}\n`)
if (ci && counts.skipped > 0) process.stdout.write('A skipped test counts as a failure in CI.\n')
process.stdout.write(
  `Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
)
process.exit(counts.failed === 0 && !(ci && counts.skipped > 0) ? 0 : 1)

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'))
  } catch {
    process.stdout.write('The tests ended before they could be counted.\n')
    return { passed: 0, failed: 1, skipped: 0, skippedSuites: [], unsteady: [] }
  }
}
