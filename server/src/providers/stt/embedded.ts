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
 * Speech to text on this machine. Recordings wait for each other; each is heard in a process of low
 * priority that is started with the first and ended when idle. What is urgent has a process of its own.
 */
export function openEmbedded(options: EmbeddedOptions): EmbeddedSpeechToText {
  const { models, log, idleMs = idleLimitMs } = options
  const { englishModel = defaultModels.englishModel, otherModel = defaultModels.otherModel } =
    options
  const choice = { models, log, englishModel, otherModel }
  const closing = new AbortController()
  const recordings = openLane({ idleMs, isUrgent: false })
  const live = openLane({ idleMs, isUrgent: true })

  async function* transcribe(request: TranscriptionRequest): AsyncGenerator<TranscriptPart, void> {
    const signals = request.signal ? [request.signal, closing.signal] : [closing.signal]
    const signal = AbortSignal.any(signals)
    const chosen = { englishModel, otherModel, ...toModels(request.model) }
    const job = await unlessAborted(planJob(request, { models, log, ...chosen }), signal)
    const lane = request.isUrgent ? live : recordings
    const leave = await lane.turnstile.enter(signal)
    const audio = request.audio[Symbol.asyncIterator]()
    let isClean = false
    try {
      const steps = lane.take().run(job, audio, signal)
      let step = await steps.next()
      for (; !step.done; step = await steps.next()) yield toPart(request, step.value, false)
      isClean = true
      yield toPart(request, step.value, true)
    } finally {
      // A job left half-way ends with its process: it may be deep in a model and hears nothing.
      lane.giveBack(isClean)
      leave()
      await audio.return?.()
    }
  }

  return {
    name: 'embedded',
    transcribe,
    hearsAtOnce({ language, model }) {
      // A Whisper takes as long for a word as for half a minute.
      const chosen = toModels(model).englishModel ?? englishModel
      return language === 'en' && chosen === 'moonshine-tiny' && live.isIdle()
    },
    async prepare(language) {
      const job = await planJob({ language }, choice)
      if (closing.signal.aborted) return
      live.take().prepare(job)
      live.giveBack(true)
    },
    processId: () => recordings.processId() ?? live.processId(),
    async close() {
      closing.abort(new ProviderError('embedded speech', true, 'Parley is stopping.'))
      await Promise.all([recordings.stop(), live.stop()])
    },
  }
}

/** A process that hears one thing at a time, and those who wait for it. */
function openLane({ idleMs, isUrgent }: { readonly idleMs: number; readonly isUrgent: boolean }) {
  let engine: Engine | undefined
  let idle: NodeJS.Timeout | undefined
  let users = 0

  function drop(): void {
    void engine?.stop()
    engine = undefined
  }

  return {
    turnstile: openTurnstile(),
    take(): Engine {
      users += 1
      clearTimeout(idle)
      if (!engine?.isAlive()) engine = startEngine({ isUrgent })
      return engine
    },
    giveBack(isClean: boolean): void {
      users -= 1
      if (!isClean) return drop()
      if (users > 0) return
      clearTimeout(idle)
      idle = setTimeout(drop, idleMs)
      idle.unref()
    },
    processId: () => (engine?.isAlive() ? engine.processId() : undefined),
    isIdle: () => engine?.isAlive() === true && users === 0,
    async stop(): Promise<void> {
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
