import { initializeLogger, llm, voice } from '@livekit/agents'
import { CallInput, CallOutput } from './livekit-audio.ts'
import { CallAgent, Ears } from './livekit-ears.ts'
import { PortModel } from './livekit-model.ts'
import { PortStt, PortTts } from './livekit-speech.ts'
import { openVoiceActivity, toldAfterMs } from './livekit-vad.ts'
import { Playout } from './playout.ts'
import type { SaidTurn, SpeechJudge, Talk, TalkOptions, TalkTool, TurnTimings } from './port.ts'
import { RawSound } from './raw-sound.ts'
import { isBackChannel, lacksAnAnswer, soundsUnfinished } from './turn-words.ts'

/** An interruption without words is taken back after this, in milliseconds. */
const falseInterruptionMs = 1_200
/** "Yes" this close to the end of a question is its answer. */
const answerWindowMs = 1_000
/** Questions to the model that answer each other's tools. */
const maxToolSteps = 6
/** Before something is said to bridge the time a tool takes, in milliseconds. */
const bridgeAfterMs = 1_200
/** The same where the caller was told that it begins. */
const delayedAfterMs = 4_000
/** Sentences of `say` that are remembered. */
const maxScripted = 100
/** Something that sounds whole, and something that does not; the session compares with the middle. */
const likelihood = { whole: 0.9, threshold: 0.5, unfinished: 0.1 }

let isLogSilent = false

/** What the first talk would do besides. */
export function prepareTalks(): void {
  // What happens is told to the listener instead.
  if (!isLogSilent) initializeLogger({ pretty: false, level: 'silent' })
  isLogSilent = true
}

/**
 * A talk on LiveKit's `AgentSession`, in this process and without a LiveKit server: turn-taking,
 * interruptions and tools are its work; audio, speech and thinking are ours.
 */
export async function openTalk(options: TalkOptions, judge?: SpeechJudge): Promise<Talk> {
  prepareTalks()
  const { listener, speaker, instructions, tools, hearing } = options
  const input = new CallInput()
  const raw = hearing?.clean && !hearing.transcribesClean ? new RawSound() : undefined
  /** Of the part that ended last. */
  let heard = ''
  const scripted = new Set<string>()
  const playout = new Playout(
    speaker,
    {
      onStarted: (atMs) => output.started(atMs),
      onFinished(finished) {
        heard = finished.text
        if (finished.wasInterrupted) listener.onInterrupted()
        output.finished(finished)
      },
      onHeard: listener.onHeard,
    },
    { now: () => Date.now() },
  )
  const output = new CallOutput(playout)
  const { session, ears } = openSession(options, { playout, judge, raw })
  listen(session, options, {
    heardOf: (text) => (scripted.has(text) ? heard : text),
    latencyMs: () => playout.latencyMs,
  })
  session.input.audio = input
  session.output.audio = output
  const agent = new CallAgent(ears, { instructions, tools: tools.map(toSessionTool) })
  await session.start({ agent, record: false })
  return toTalk(options, { session, input, raw, playout, scripted })
}

type Open = {
  readonly session: voice.AgentSession
  readonly input: CallInput
  /** The caller's sound before it is cleaned, where that is what is transcribed. */
  readonly raw: RawSound | undefined
  readonly playout: Playout
  /** Sentences of `say`: when they are interrupted, the session tells of it later. */
  readonly scripted: Set<string>
}

function toTalk({ rules, hearing }: TalkOptions, open: Open): Talk {
  const { session, input, raw, playout, scripted } = open
  let closing: Promise<void> | undefined

  return {
    hear(samples) {
      raw?.add(samples)
      input.push(hearing?.clean?.(samples) ?? samples)
    },
    reachedMark: (name) => playout.reachedMark(name),
    async say(text, { isInterruptible = rules.isInterruptible } = {}) {
      if (closing) return
      if (scripted.size >= maxScripted) scripted.clear()
      scripted.add(text)
      await session.say(text, { allowInterruptions: isInterruptible }).waitForPlayout()
    },
    tell(text) {
      if (closing) return
      if (playout.isBusy) session.interrupt({ force: true })
      session.generateReply({ userInput: text })
    },
    prompt(instruction) {
      if (!closing) session.generateReply({ instructions: instruction })
    },
    interrupt() {
      if (!closing) session.interrupt({ force: true })
    },
    pause() {
      session.input.setAudioEnabled(false)
      playout.pause()
    },
    resume() {
      session.input.setAudioEnabled(true)
      playout.resume()
    },
    isSpeaking: () => playout.isBusy,
    close() {
      closing ??= closeAll(session, input, playout)
      return closing
    },
  }
}

async function closeAll(
  session: voice.AgentSession,
  input: CallInput,
  playout: Playout,
): Promise<void> {
  playout.clear()
  await session.close()
  await input.close()
  playout.close()
}

function openSession(
  options: TalkOptions,
  { playout, judge, raw }: Pick<Open, 'playout' | 'raw'> & { judge: SpeechJudge | undefined },
): { readonly session: voice.AgentSession; readonly ears: Ears } {
  const { rules, model, tools, stt, hearing, note, listener } = options
  const onError = (error: Error) => listener.onError(error, false)
  const hears = new PortStt({
    port: stt,
    language: () => rules.language,
    model: hearing?.model,
    raw,
    onPitch: hearing?.onPitch,
    isIdle: (text) => isBackChannel(text) && playout.remainingMs() > answerWindowMs,
    onLanguage: listener.onLanguage,
    onSpeech: listener.onUserSpeech,
    onError,
  })
  const ears = new Ears(hears)
  const session = new voice.AgentSession({
    stt: hears,
    tts: new PortTts(options),
    llm: new PortModel({ model, tools, note, onUsage: listener.onUsage, onError }),
    vad: openVoiceActivity(rules.voiceThreshold, judge, ears),
    maxToolSteps,
    // Ours: it counts what the caller can hear.
    userAwayTimeout: null,
    aecWarmupDuration: null,
    useTtsAlignedTranscript: false,
    turnHandling: {
      turnDetection: textTurnDetector(rules.heedsQuestion ?? false),
      endpointing: {
        mode: 'fixed',
        minDelay: rules.endOfTurnMs,
        maxDelay: Math.max(rules.endOfTurnMs, rules.unfinishedMs),
      },
      interruption: {
        enabled: rules.isInterruptible,
        mode: 'vad',
        minDuration: rules.minInterruptionMs,
        falseInterruptionTimeout: falseInterruptionMs,
        resumeFalseInterruption: true,
      },
      preemptiveGeneration: { enabled: model.isPure },
    },
  })
  return { session, ears }
}

/** Whether the caller's last words sound as if more will come. */
function textTurnDetector(heedsQuestion: boolean) {
  const lastOf = ({ items }: llm.ChatContext, role: 'user' | 'assistant') => {
    const last = items.findLast((item) => item.type === 'message' && item.role === role)
    return last?.type === 'message' ? (last.textContent ?? '') : ''
  }
  return {
    model: 'words',
    provider: 'parley',
    supportsLanguage: async () => true,
    unlikelyThreshold: async () => likelihood.threshold,
    async predictEndOfTurn(context: llm.ChatContext) {
      const said = lastOf(context, 'user')
      const isUnfinished =
        soundsUnfinished(said) ||
        (heedsQuestion && lacksAnAnswer(lastOf(context, 'assistant'), said))
      return isUnfinished ? likelihood.unfinished : likelihood.whole
    },
  }
}

function toSessionTool({ name, description, parameters, run, words = {}, isLast }: TalkTool) {
  return llm.tool({
    name,
    description,
    parameters: parameters as Parameters<typeof llm.tool>[0]['parameters'],
    async execute(given: Record<string, unknown>, { ctx, toolCallId, abortSignal }) {
      const { start, delayed, done, failed } = words
      const say = (text: string | undefined) => {
        try {
          if (text) ctx.session.say(text)
        } catch {
          // The talk is over: nobody would hear it.
        }
      }
      const work = async () => {
        try {
          const output = await run(given, { callId: toolCallId, signal: abortSignal })
          say(done)
          return output
        } catch (error) {
          say(failed)
          // The model is told the message of this kind of error only.
          throw new llm.ToolError(error instanceof Error ? error.message : String(error))
        }
      }
      if (isLast) {
        await work()
        throw new voice.StopResponse()
      }
      if (!start) {
        if (!delayed) return work()
        return ctx.filler(delayed, { delay: bridgeAfterMs, maxSteps: 1 }, work)
      }
      say(start)
      const late = setTimeout(() => say(delayed), delayedAfterMs)
      return work().finally(() => clearTimeout(late))
    },
  })
}

type Heard = {
  /** What of an interrupted sentence was heard: the session keeps it whole. */
  readonly heardOf: (text: string) => string
  readonly latencyMs: () => number | undefined
}

function listen(
  session: voice.AgentSession,
  { listener }: TalkOptions,
  { heardOf, latencyMs }: Heard,
): void {
  const events = voice.AgentSessionEventTypes
  const withQuestion = joinTimings()
  session.on(events.UserInputTranscribed, ({ transcript, isFinal }) =>
    listener.onUserText(transcript, isFinal),
  )
  session.on(events.ConversationItemAdded, ({ item }) => {
    if (item.type !== 'message') return
    if (item.role === 'assistant' && item.interrupted) {
      item.content = [heardOf(item.textContent ?? '')]
    }
    const turn = toTurn(item, latencyMs())
    if (turn) listener.onTurn(withQuestion(turn))
  })
  session.on(events.AgentStateChanged, ({ newState }) => listener.onAgentState(newState))
  session.on(events.UserStateChanged, ({ newState }) => {
    const isSpeaking = newState === 'speaking'
    const atMs = Date.now() - (isSpeaking ? toldAfterMs.speech : toldAfterMs.silence)
    listener.onUserState(isSpeaking ? 'speaking' : 'listening', atMs)
  })
  session.on(events.Error, ({ error }) => listener.onError(toError(error), false))
  session.on(events.Close, ({ error }) => {
    if (error) listener.onError(toError(error), true)
  })
}

function toError(problem: { readonly error?: unknown } | Error): Error {
  if (problem instanceof Error) return problem
  return problem.error instanceof Error ? problem.error : new Error(String(problem.error))
}

function toTurn(item: llm.ChatMessage, latencyMs: number | undefined): SaidTurn | undefined {
  const text = item.textContent?.trim()
  if (!text || (item.role !== 'user' && item.role !== 'assistant')) return undefined
  const { metrics, createdAt, interrupted } = item
  const startMs = metrics.startedSpeakingAt ? metrics.startedSpeakingAt * 1_000 : createdAt
  const endMs = metrics.stoppedSpeakingAt ? metrics.stoppedSpeakingAt * 1_000 : Date.now()
  return {
    speaker: item.role === 'user' ? 'user' : 'agent',
    text,
    startedAt: new Date(startMs),
    endedAt: new Date(Math.max(startMs, endMs)),
    wasInterrupted: interrupted,
    timings: timingsOf(metrics, latencyMs),
  }
}

/** How long it took to understand a question is kept with the question; it belongs to its answer. */
function joinTimings(): (turn: SaidTurn) => SaidTurn {
  let question: TurnTimings = {}
  return (turn) => {
    if (turn.speaker === 'user') {
      question = turn.timings
      return turn
    }
    if (turn.timings.totalMs === undefined) return turn
    const { endOfTurnMs, transcriptionMs } = question
    question = {}
    return { ...turn, timings: { ...turn.timings, endOfTurnMs, transcriptionMs } }
  }
}

function timingsOf(
  metrics: llm.ChatMessage['metrics'],
  latencyMs: number | undefined,
): TurnTimings {
  const toMs = (seconds: number | undefined) =>
    seconds === undefined ? undefined : Math.round(seconds * 1_000)
  return {
    endOfTurnMs: toMs(metrics.endOfTurnDelay),
    transcriptionMs: toMs(metrics.transcriptionDelay),
    modelMs: toMs(metrics.llmNodeTtft),
    voiceMs: toMs(metrics.ttsNodeTtfb),
    totalMs: toMs(metrics.e2eLatency),
    heardMs:
      metrics.e2eLatency === undefined || latencyMs === undefined
        ? undefined
        : Math.round(metrics.e2eLatency * 1_000 + latencyMs),
  }
}
