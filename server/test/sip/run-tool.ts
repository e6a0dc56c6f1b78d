import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What is missing of a program; undefined: nothing. */
export function missing(command: string, harmless: string): string | undefined {
  return spawnSync(command, [harmless], { timeout: 10_000 }).error?.message
}

export async function tempFolder() {
  const path = await mkdtemp(join(tmpdir(), 'parley-sip-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A program that runs until it ends, or until the test does. */
export function runTool(command: string, args: readonly string[], cwd: string) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exit = new Promise<number | null>((done) => child.on('close', done))
  return {
    exit,
    output: () => output,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await exit
    },
  }
}
