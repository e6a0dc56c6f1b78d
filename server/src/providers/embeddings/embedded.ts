import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import type { ToEngine } from './engine/messages.ts'
import { type Engine, startEngine } from './engine/start-engine.ts'
import type { EmbedOptions, Embeddings } from './port.ts'
import { openWaitingLine } from './waiting-line.ts'

export const embeddedModel = 'all-minilm-l6-v2'
/** The process takes 120 MB: it goes when nobody asked for this long. */
const idleLimitMs = 600_000
/** So few at a time that a question between them waits some 30 ms at most. */
const textsAtOnce = 4

export type EmbeddedOptions = {
  readonly models: ModelStore
  readonly idleMs?: number
}

/** Embeddings on this machine, of English, in a process that is started with the first text. */
export function openEmbedded({ models, idleMs = idleLimitMs }: EmbeddedOptions): Embeddings {
  const closing = new AbortController()
  let files: ToEngine['files'] | undefined
  let engine: Engine | undefined
  let isReady = false
  let idle: NodeJS.Timeout | undefined
  const line = openWaitingLine({
    run,
    onBusy: () => clearTimeout(idle),
    onIdle() {
      idle = setTimeout(drop, idleMs).unref()
    },
  })

  async function run(texts: readonly string[]): Promise<readonly Float32Array[]> {
    closing.signal.throwIfAborted()
    files ??= await findFiles(models)
    if (!engine?.isAlive()) engine = startEngine()
    try {
      const vectors = await engine.embed(texts, files)
      isReady = true
      return vectors
    } catch (error) {
      drop()
      throw error
    }
  }

  function drop(): void {
    isReady = false
    void engine?.stop()
    engine = undefined
  }

  return {
    name: 'embedded',
    model: embeddedModel,
    languages: ['en'],
    async embed(texts, { isUrgent = false, signal }: EmbedOptions = {}) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += textsAtOnce) {
        signal?.throwIfAborted()
        const batch = line.join(texts.slice(at, at + textsAtOnce), isUrgent)
        vectors.push(...(await (signal ? unlessAborted(batch, signal) : batch)))
      }
      return vectors
    },
    isReady: () => isReady && engine?.isAlive() === true,
    async close() {
      closing.abort(new ProviderError('embedded embeddings', true, 'Parley is stopping.'))
      clearTimeout(idle)
      await engine?.stop()
      engine = undefined
    },
  }
}

async function findFiles(models: ModelStore): Promise<ToEngine['files']> {
  const { model = '', tokenizer = '', config = '' } = await models.get(embeddedModel)
  return { model, tokenizer, config }
}

/** What was begun goes on for nobody; it is a few milliseconds. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let forget = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    forget = () => signal.removeEventListener('abort', onAbort)
  })
  return Promise.race([work, aborted]).finally(forget)
}
