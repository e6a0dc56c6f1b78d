import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import type { ToEngine } from './engine/messages.ts'
import { type Engine, startEngine } from './engine/start-engine.ts'
import type { EmbedOptions, Embeddings } from './port.ts'

export const embeddedModel = 'all-minilm-l6-v2'
/** The process takes 120 MB: it goes when nobody asked for this long. */
const idleLimitMs = 600_000
/** So few at a time that a question between them waits some 30 ms at most. */
const textsAtOnce = 4

export type EmbeddedOptions = {
  readonly models: ModelStore
  readonly idleMs?: number
}

type Batch = {
  readonly texts: readonly string[]
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: unknown) => void
}

/** Embeddings on this machine, of English, in a process that is started with the first text. */
export function openEmbedded({ models, idleMs = idleLimitMs }: EmbeddedOptions): Embeddings {
  const closing = new AbortController()
  const urgent: Batch[] = []
  const patient: Batch[] = []
  let files: ToEngine['files'] | undefined
  let engine: Engine | undefined
  let isReady = false
  let isBusy = false
  let idle: NodeJS.Timeout | undefined

  async function findFiles(): Promise<ToEngine['files']> {
    const { model = '', tokenizer = '', config = '' } = await models.get(embeddedModel)
    return { model, tokenizer, config }
  }

  /** One batch at a time, urgent ones first. */
  async function work(): Promise<void> {
    if (isBusy) return
    isBusy = true
    clearTimeout(idle)
    for (
      let next = urgent.shift() ?? patient.shift();
      next;
      next = urgent.shift() ?? patient.shift()
    ) {
      try {
        next.resolve(await run(next.texts))
      } catch (error) {
        next.reject(error)
      }
    }
    isBusy = false
    idle = setTimeout(drop, idleMs).unref()
  }

  async function run(texts: readonly string[]): Promise<readonly Float32Array[]> {
    closing.signal.throwIfAborted()
    files ??= await findFiles()
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

  function enqueue(texts: readonly string[], isUrgent: boolean) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
    const queue = isUrgent ? urgent : patient
    queue.push({ texts, resolve, reject })
    void work()
    return promise
  }

  return {
    name: 'embedded',
    model: embeddedModel,
    languages: ['en'],
    async embed(texts, { isUrgent = false, signal }: EmbedOptions = {}) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += textsAtOnce) {
        signal?.throwIfAborted()
        const batch = enqueue(texts.slice(at, at + textsAtOnce), isUrgent)
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
