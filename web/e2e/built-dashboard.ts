import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const lock = `${root}.cache/dashboard.lock`
const buildTakesAtMostMs = 180_000
const lookAgainMs = 200

let built: Promise<void> | undefined

/** Builds the dashboard if it is stale: of several processes one does it, once, and the others wait. */
export function ensureBuilt(): Promise<void> {
  built ??= build()
  return built
}

async function build(): Promise<void> {
  mkdirSync(`${root}.cache`, { recursive: true })
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  try {
    execFileSync(process.execPath, ['scripts/dashboard.js'], { cwd: root, stdio: 'inherit' })
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    // Whoever held it may have been killed.
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > buildTakesAtMostMs) rmSync(lock, { recursive: true, force: true })
    return false
  }
}
