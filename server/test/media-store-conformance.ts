import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { MediaKey, MediaStore } from '../src/providers/media-store/index.ts'

const newKey = (): MediaKey => ({ workspaceId: v7(), id: v7() })
const streamOf = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))
const broken = async function* (begin: string) {
  yield Buffer.from(begin)
  throw new Error('the line broke')
}
const textOf = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString()

type Open = () => Promise<{ store: MediaStore } & AsyncDisposable>
const limits = { maxBytes: 100 }

/** What every media store does. `open` makes an empty one, `openFull` one without room. */
export function mediaStoreConformance(name: string, open: Open, openFull: Open): void {
  keepsFiles(name, open)
  receivesFiles(name, open)
  staysInBounds(name, open, openFull)
}

function keepsFiles(name: string, open: Open): void {
  test(`${name}: a file is read as it was put, whole or in part`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    expect(await store.put(key, streamOf('abc', 'def'), limits)).toBe(6)
    expect(await store.stat(key)).toBe(6)
    expect(await textOf(await store.read(key))).toBe('abcdef')
    expect(await textOf(await store.read(key, { start: 1, end: 3 }))).toBe('bcd')
    expect(await store.withFile(key, (path) => readFile(path, 'utf8'))).toBe('abcdef')
  })

  test(`${name}: what files take is counted, as far as there is time`, async () => {
    await using opened = await open()
    const { store } = opened
    expect(await store.measure(1_000)).toMatchObject({ files: 0, bytes: 0, isPartial: false })
    await store.put(newKey(), streamOf('abc'), limits)
    await store.append(newKey(), 0, streamOf('de'), limits)
    const measured = await store.measure(1_000)
    expect(measured).toMatchObject({ files: 2, bytes: 5, isPartial: false })
    expect(measured.totalBytes).toBeGreaterThan(measured.freeBytes)
    expect(await store.measure(-1)).toMatchObject({ files: 0, isPartial: true })
  })

  test(`${name}: an empty file is a file`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    expect(await store.put(key, streamOf(), limits)).toBe(0)
    expect(await store.stat(key)).toBe(0)
  })

  test(`${name}: of a stream that breaks or is too long nothing is left`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    await expect(store.put(key, Readable.from(broken('abc')), limits)).rejects.toThrow('line broke')
    await expect(store.put(key, streamOf('x'.repeat(101)), limits)).rejects.toMatchObject({
      code: 'too_large',
    })
    expect(await store.stat(key)).toBeUndefined()
    await expect(store.finish(key)).rejects.toMatchObject({ code: 'missing' })
  })

  test(`${name}: what is missing is said to be`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    await expect(store.read(key)).rejects.toMatchObject({ code: 'missing' })
    await expect(store.withFile(key, async () => 0)).rejects.toMatchObject({ code: 'missing' })
    await expect(store.append(key, 3, streamOf('x'), limits)).rejects.toMatchObject({
      code: 'missing',
    })
    await store.delete(key)
  })
}

function receivesFiles(name: string, open: Open): void {
  test(`${name}: a file can arrive in parts, some of them twice, and is there once finished`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    const durable: number[] = []
    const onDurable = async (bytes: number) => void durable.push(bytes)
    const first = await store.append(key, 0, Readable.from(broken('abcdef')), {
      ...limits,
      onDurable,
    })
    expect(first).toMatchObject({ bytes: 6, failure: { message: 'the line broke' } })
    expect(durable.at(-1)).toBe(6)
    expect(await store.append(key, 4, streamOf('EF', 'G'), limits)).toMatchObject({ bytes: 7 })
    expect(await store.stat(key)).toBeUndefined()
    await store.finish(key)
    await store.finish(key)
    expect(await textOf(await store.read(key))).toBe('abcdEFG')
  })

  test(`${name}: more than was agreed is not kept`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    await store.append(key, 0, streamOf('abc'), limits)
    const more = await store.append(key, 3, streamOf('def', 'g'), { maxBytes: 6 })
    expect(more).toMatchObject({ bytes: 6, failure: { code: 'too_large' } })
  })

  test(`${name}: what is deleted is gone, also what was being received`, async () => {
    await using opened = await open()
    const { store } = opened
    const [whole, begun] = [newKey(), newKey()]
    await store.put(whole, streamOf('abc'), limits)
    await store.append(begun, 0, streamOf('abc'), limits)
    for (const key of [whole, begun, begun]) await store.delete(key)
    expect(await store.stat(whole)).toBeUndefined()
    await expect(store.finish(begun)).rejects.toMatchObject({ code: 'missing' })
  })
}

function staysInBounds(name: string, open: Open, openFull: Open): void {
  test(`${name}: the same id in two workspaces names two files`, async () => {
    await using opened = await open()
    const { store } = opened
    const key = newKey()
    await store.put(key, streamOf('ours'), limits)
    expect(await store.stat({ ...key, workspaceId: v7() })).toBeUndefined()
  })

  test.each([['../../etc', v7()] as const, [v7(), '../passwd'] as const, ['', ''] as const])(
    `${name}: %s and %s are no key`,
    async (workspaceId, id) => {
      await using opened = await open()
      await expect(opened.store.put({ workspaceId, id }, streamOf('x'), limits)).rejects.toThrow(
        'UUID',
      )
    },
  )

  test(`${name}: a full disk is said to be, and keeps nothing`, async () => {
    await using opened = await openFull()
    const { store } = opened
    const key = newKey()
    await expect(store.put(key, streamOf('abc'), limits)).rejects.toMatchObject({ code: 'full' })
    expect(await store.stat(key)).toBeUndefined()
  })
}
