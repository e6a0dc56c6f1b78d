import type { Logger } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import type { Progress } from './engine/messages.ts'
import { type Engine, startEngine } from './engine/open-engine.ts'
import { defaultModels, type EmbeddedModel, planJob, toModels } from './plan-job.ts'
import type { SpeechToText, TranscriptionRequest, TranscriptPart } from './port.ts'
import { openTurnstile } from './turnstile.ts'

/** The models take 0.3 to 1 GB: they go when nobody spoke for this long. */
const idleLimitMs = 60_000

export type EmbeddedOptions = {
  readonly models: ModelStore
  readonly log: Logger
  /** Hears English. Default: moonshine-tiny. */
  readonly englishModel?: EmbeddedModel | undefined
  /** Hears every other language and tells them apart. Default: whisper-base. */
  readonly otherModel?: Exclude<EmbeddedModel, 'moonshine-tiny'> | undefined
  readonly idleMs?: number
}

export type EmbeddedSpeechToText = SpeechToText & {
  /** Of the process that runs the models; undefined while none is loaded. For measurements. */
  readonly processId: () => number | undefined
}

/**
 * Speech to text on this machine. Several recordings wait for each other; each is heard in a process
 * of low priority that is started with the first and ended when idle.
 */
export function openEmbedded(options: EmbeddedOptions): EmbeddedSpeechToText {
  const { models, log, idleMs = idleLimitMs } = options
  const { englishModel = defaultModels.englishModel, otherModel = defaultModels.otherModel } =
    options
  const turnstile = openTurnstile()
  const closing = new AbortController()
  let engine: Engine | undefined
  let idle: NodeJS.Timeout | undefined

  function takeEngine(): Engine {
    clearTimeout(idle)
    if (!engine?.isAlive()) engine = startEngine()
    return engine
  }

  function giveBack(isClean: boolean): void {
    if (!isClean) return drop()
    idle = setTimeout(drop, idleMs)
    idle.unref()
  }

  function drop(): void {
    void engine?.stop()
    engine = undefined
  }

  async function* transcribe(request: TranscriptionRequest): AsyncGenerator<TranscriptPart, void> {
    const signals = request.signal ? [request.signal, closing.signal] : [closing.signal]
    const signal = AbortSignal.any(signals)
    const chosen = { englishModel, otherModel, ...toModels(request.model) }
    const job = await unlessAborted(planJob(request, { models, log, ...chosen }), signal)
    const leave = await turnstile.enter(signal)
    const audio = request.audio[Symbol.asyncIterator]()
    let isClean = false
    try {
      const steps = takeEngine().run(job, audio, signal)
      let step = await steps.next()
      for (; !step.done; step = await steps.next()) yield toPart(request, step.value, false)
      isClean = true
      yield toPart(request, step.value, true)
    } finally {
      // A job left half-way ends with its process: it may be deep in a model and hears nothing.
      giveBack(isClean)
      leave()
      await audio.return?.()
    }
  }

  return {
    name: 'embedded',
    transcribe,
    processId: () => (engine?.isAlive() ? engine.processId() : undefined),
    async close() {
      closing.abort(new ProviderError('embedded speech', true, 'Parley is stopping.'))
      clearTimeout(idle)
      await engine?.stop()
      engine = undefined
    },
  }
}

function toPart(
  { durationMs }: TranscriptionRequest,
  step: Progress,
  isLast: boolean,
): TranscriptPart {
  if (isLast) return { ...step, progress: durationMs === undefined ? undefined : 1 }
  // Silence at the end may be cut off by the decoder: only the last part says 1.
  const share = durationMs ? Math.min(0.99, step.doneMs / durationMs) : undefined
  return { ...step, progress: share }
}

/** A download goes on for others, and for the next try; who cancelled does not wait for it. */
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
