import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-lock-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** What a Parley with other properties would have written. */
async function leaveLock(folder: string, change: Record<string, unknown>): Promise<string> {
  const path = join(folder, 'parley.lock')
  const lock = await lockFolder(folder)
  const own = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  lock.release()
  await writeFile(path, JSON.stringify({ ...own, ...change }))
  return path
}

test('of many that want a folder at once, one gets it', async () => {
  const folder = await makeFolder()
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['parley.lock'])
})

test('a released folder can be locked again, and nothing is left in it', async () => {
  const folder = await makeFolder()
  const lock = await lockFolder(folder)
  lock.release()
  expect(await readdir(folder)).toEqual([])
  const again = await lockFolder(folder)
  again.release()
})

test('a lock whose process number was given to another process is left over', async () => {
  const folder = await makeFolder()
  const path = await leaveLock(folder, { pid: process.pid, startedAt: '1' })
  const lock = await lockFolder(folder)
  expect(await readFile(path, 'utf8')).not.toContain('"startedAt":"1"')
  lock.release()
})

test('a lock that cannot be read is left over', async () => {
  const folder = await makeFolder()
  const path = join(folder, 'parley.lock')
  await writeFile(path, '{"pid":')
  const lock = await lockFolder(folder)
  expect(await readFile(path, 'utf8')).toContain(`"pid":${process.pid}`)
  lock.release()
})

test('a lock from another container counts while its time is renewed', async () => {
  const folder = await makeFolder()
  const path = await leaveLock(folder, { machine: 'another', pid: 7 })
  const beat = setInterval(() => {
    const now = new Date()
    void utimes(path, now, now)
  }, 200)
  onTestFinished(() => clearInterval(beat))
  await expect(lockFolder(folder)).rejects.toThrow(
    'is in use by another Parley (process 7 on another machine or container)',
  )
})

test('a lock from another container that is not renewed any more is left over', async () => {
  const folder = await makeFolder()
  const path = await leaveLock(folder, { machine: 'another' })
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(path, longAgo, longAgo)
  const lock = await lockFolder(folder)
  expect(await readFile(path, 'utf8')).not.toContain('another')
  lock.release()
})
