import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const timeoutMs = 60_000

/** Debian's, for which python3-requests is packaged; another one on the PATH may lack it. */
export const python = '/usr/bin/python3'

/** Runs a program to its end and answers what it printed; one that fails throws with all it said. */
export async function runProgram(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, { timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 })
  return stdout
}

/** Undefined when the program runs; else why it does not. */
export async function whyNot(
  program: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    await runProgram(program, args)
    return undefined
  } catch (error) {
    return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)
  }
}
