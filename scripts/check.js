// Runs what must hold before a change is merged, in two lanes side by side: the compiler keeps one core
// busy, everything else another; the dashboard needs only packages that are checked by then. Each check
// prints its words when it ends.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

const lanes = [['types:server'], ['format', 'lint', 'imports', 'unused', 'lint:api', 'types:web']]

const failed = (await Promise.all(lanes.map(runInTurn))).flat()
if (failed.length > 0) {
  process.stdout.write(`Failed: ${failed.join(', ')}\n`)
  process.exit(1)
}

/** @param {string[]} scripts */
async function runInTurn(scripts) {
  const failures = []
  for (const script of scripts) if (!(await run(script))) failures.push(script)
  return failures
}

/** @param {string} script */
async function run(script) {
  const startedAt = performance.now()
  // With one string, as Windows wants it for npm.
  const child = spawn(`npm run --silent ${script}`, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      words += text
    })
  }
  const status = await new Promise((resolve) => child.once('close', resolve))
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  process.stdout.write(`${words}${script}: ${status === 0 ? 'passed' : 'FAILED'}, ${seconds} s\n`)
  return status === 0
}
