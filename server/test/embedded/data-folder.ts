import { spawnSync } from 'node:child_process'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Ready, type Runner, startChild } from './child-process.ts'

/** Data folders for one runner. initdb takes a second, so it runs once and the result is copied. */
export function dataFolders(runner: Runner) {
  let finished: Promise<string> | undefined
  let made = 0

  async function finish(): Promise<string> {
    const dataDir = join(runner.home, 'finished')
    const child = startChild(runner, { dataDir })
    await child.heard('ready')
    await child[Symbol.asyncDispose]()
    return dataDir
  }

  return {
    /** A path that does not exist yet, in a folder of the runner's own. */
    async fresh(name = 'data'): Promise<string> {
      made += 1
      const parent = join(runner.home, String(made))
      await mkdir(parent)
      if (runner.uid !== undefined) await chown(parent, runner.uid, runner.gid ?? 0)
      return join(parent, name)
    },
    /** A data folder with a complete cluster whose server was stopped cleanly. */
    async complete(name = 'data'): Promise<string> {
      finished ??= finish()
      const target = await this.fresh(name)
      spawnSync('cp', ['-a', await finished, target])
      return target
    },
  }
}

/** Tests may connect, because root and the runner may. */
export async function query<Row extends pg.QueryResultRow>(
  { url }: Pick<Ready, 'url'>,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Tries until it succeeds; for what takes a moment, such as a server coming back. */
export async function eventually<T>(attempt: () => Promise<T>, limitMs = 15_000): Promise<T> {
  const deadline = Date.now() + limitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((done) => setTimeout(done, 20))
    }
  }
}
