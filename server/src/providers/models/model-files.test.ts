import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Model } from './model.ts'
import { type KnownDigests, pathsIn, verify } from './model-files.ts'

const digestOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

async function openFolder() {
  const path = await mkdtemp(join(tmpdir(), 'parley-model-files-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('a file is read again when it changed, and only then', async () => {
  await using folder = await openFolder()
  const file = join(folder.path, 'encoder')
  const model: Model = {
    name: 'ears',
    licence: 'MIT',
    languages: ['en'],
    files: { encoder: { sha256: digestOf('good'), bytes: 4 } },
    sources: [],
    measured: '',
  }
  const known: KnownDigests = new Map()
  let reads = 0
  const look = () =>
    verify(model, pathsIn(folder.path, model), known, async (path) => {
      reads += 1
      return digestOf(await readFile(path))
    })
  expect(await look()).toBe('absent')
  await writeFile(file, 'good')
  const then = new Date('2026-03-02T09:00:00.000Z')
  await utimes(file, then, then)
  expect([await look(), await look(), await look()]).toEqual(['good', 'good', 'good'])
  expect(reads).toBe(1)
  // As long as before, and dated as before.
  await writeFile(file, 'evil')
  await utimes(file, then, then)
  expect(await look()).toBe('bad')
  await rm(file)
  expect(await look()).toBe('absent')
})
