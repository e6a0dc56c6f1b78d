import { setTimeout as wait } from 'node:timers/promises'
import { cleanClips } from '../server/test/audio/clips.ts'
import { decodeAudio } from '../server/src/providers/audio/index.ts'
import type { ChatModel } from '../server/src/providers/llm/index.ts'
import { openFake } from '../server/src/providers/stt/fake.ts'
import type { SpeechToText } from '../server/src/providers/stt/index.ts'
import type { TextToSpeech } from '../server/src/providers/tts/index.ts'
import {
  openVoiceEngine,
  type SaidTurn,
  type Talk,
} from '../server/src/providers/voice-engine/index.ts'

const rate = 16_000
const pieceMs = 20
const pieceSamples = (rate * pieceMs) / 1_000
/** Louder is still speech, of 32,767. */
const loud = 1_500
/** Softer is the silence around a voice. */
const audible = 256
const isLoud = (sample: number) => Math.abs(sample) > loud

/** Configured quiet before an answer; what agents have unless somebody says otherwise. */
export const endOfTurnMs = 400

type Engines = {
  readonly stt: SpeechToText
  readonly tts: TextToSpeech
  /** The next answer. */
  readonly answer: () => string
}

type BenchCall = {
  readonly talk: Talk
  /** Whether the agent has said what it had to say. */
  isQuiet: boolean
  /** When a voice was first audible since it was last cleared, on the clock of `performance`. */
  firstAudioAt: number | undefined
  readonly turns: SaidTurn[]
}

const engine = openVoiceEngine()
/** Silero goes on hearing a voice for some hundredths of a second; this one hears what there is. */
const scriptedEngine = openVoiceEngine((window) => (window.some(isLoud) ? 1 : 0))

/** Engines that answer at once. */
const scriptedEngines: Engines = {
  stt: openFake({ lines: () => [{ startMs: 0, endMs: 100, text: 'What does it cost?' }] }),
  tts: {
    name: 'scripted',
    synthesize: () =>
      Object.assign(
        (async function* () {
          // Four fifths of a second, in pieces as engines give them.
          for (let piece = 0; piece < 8; piece += 1) yield new Int16Array(rate / 10).fill(1_000)
        })(),
        { sampleRate: rate },
      ),
    voices: () => [],
    async prepare() {},
    async close() {},
  },
  answer: () => 'That is a good question.',
}

function modelThatSays(answer: () => string): ChatModel {
  return {
    name: 'scripted',
    model: 'scripted',
    isPure: false,
    async *reply() {
      yield { type: 'text', text: answer() }
    },
    async close() {},
  }
}

/** `hears`: what tells speech from noise, Silero or a script. */
export async function openCall(
  { stt, tts, answer }: Engines = scriptedEngines,
  hears: 'silero' | 'script' = 'silero',
): Promise<BenchCall> {
  const turns: SaidTurn[] = []
  const heard = { firstAudioAt: undefined as number | undefined, isQuiet: true }
  const talk = await (hears === 'script' ? scriptedEngine : engine).openTalk({
    model: modelThatSays(answer),
    instructions: '',
    tools: [],
    stt,
    tts,
    voice: { id: undefined, language: () => 'en' },
    rules: {
      language: 'en',
      isInterruptible: true,
      minInterruptionMs: 500,
      endOfTurnMs,
      unfinishedMs: 1_000,
      voiceThreshold: 0.5,
    },
    speaker: {
      play(samples) {
        const first = samples.findIndex((sample) => Math.abs(sample) >= audible)
        if (first >= 0) heard.firstAudioAt ??= performance.now() + (first * 1_000) / rate
      },
      clear() {},
      mark: undefined,
    },
    listener: {
      onTurn: (turn) => turns.push(turn),
      onUserText() {},
      onAgentState(state) {
        heard.isQuiet = state === 'listening'
      },
      onUserState() {},
      onHeard() {},
      onInterrupted() {},
      onError: (error) => process.stderr.write(`${error.message}\n`),
      onLanguage() {},
      onUsage() {},
    },
  })
  return Object.assign(heard, { talk, turns })
}

/** The last `ms` of a reading, ending with its last loud sample. */
export async function readSpeech(ms: number): Promise<Int16Array> {
  const chunks: number[] = []
  const [, clip] = cleanClips
  if (!clip) throw new Error('There is no recording.')
  for await (const chunk of decodeAudio(clip.file)) chunks.push(...chunk)
  const samples = Int16Array.from(chunks, (sample) => sample * 32_767)
  const last = samples.findLastIndex(isLoud)
  const end = Math.ceil(last / pieceSamples) * pieceSamples
  return samples.slice(Math.max(0, end - (ms * rate) / 1_000), end)
}

/** Speaks and is silent in real time; answers when the last word was over. */
export async function speak(
  { talk }: BenchCall,
  speech: Int16Array,
  silenceMs: number,
): Promise<number> {
  const silence = new Int16Array(pieceSamples)
  const spoken = speech.length / pieceSamples
  const pieces = spoken + silenceMs / pieceMs
  const startedAt = performance.now()
  for (let index = 0; index < pieces; index += 1) {
    const dueAt = startedAt + (index + 1) * pieceMs
    const early = dueAt - performance.now()
    if (early > 1) await wait(early)
    const from = index * pieceSamples
    talk.hear(index < spoken ? speech.slice(from, from + pieceSamples) : silence)
  }
  return startedAt + spoken * pieceMs
}

/** Is silent until the agent has said everything, so that the next words interrupt nothing. */
export async function waitForQuiet(call: BenchCall): Promise<void> {
  while (!call.isQuiet) await speak(call, new Int16Array(), 100)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
