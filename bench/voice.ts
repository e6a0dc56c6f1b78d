import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { cleanClips } from '../server/test/audio/clips.ts'
import { decodeAudio } from '../server/src/providers/audio/index.ts'
import type { ChatModel } from '../server/src/providers/llm/index.ts'
import { openFake } from '../server/src/providers/stt/fake.ts'
import type { TextToSpeech } from '../server/src/providers/tts/index.ts'
import { openVoiceEngine, type Talk } from '../server/src/providers/voice-engine/index.ts'
import { describeMachine } from './machine.ts'

export const voiceUsage = `npm run bench voice
  What a live call costs beside its engines: the engines are scripted and answer at once.
  Overhead to the first audio, calls at once on this machine, memory of a call.`

const rate = 16_000
const pieceMs = 20
const pieceSamples = (rate * pieceMs) / 1_000
/** Configured quiet before an answer. */
const endOfTurnMs = 400
const turns = 40
/** Calls at once, one step after the other; each step is held this long. */
const steps = [5, 10, 15, 20, 25, 30, 40]
const stepMs = 12_000
/** Beyond it, the loop is too busy to take turns well. */
const loopLimitMs = 20

const bars = { overheadP50: 20, overheadP95: 50, calls: 20, memoryMb: 10 }

const model: ChatModel = {
  name: 'scripted',
  model: 'scripted',
  isPure: false,
  async *reply() {
    yield { type: 'text', text: 'That is a good question, and I have an answer to it.' }
  },
  async close() {},
}

const tts: TextToSpeech = {
  name: 'scripted',
  synthesize: () =>
    Object.assign(
      (async function* () {
        // Two seconds, in pieces as engines give them.
        for (let piece = 0; piece < 20; piece += 1) yield new Int16Array(rate / 10).fill(1_000)
      })(),
      { sampleRate: rate },
    ),
  voices: () => [],
  async prepare() {},
  async close() {},
}

type Call = {
  readonly talk: Talk
  /** When sound was played, on the clock of `performance`. */
  firstAudioAt: number | undefined
}

const engine = openVoiceEngine()

async function openCall(): Promise<Call> {
  const call: { talk?: Talk; firstAudioAt: number | undefined } = { firstAudioAt: undefined }
  const stt = openFake({ lines: () => [{ startMs: 0, endMs: 100, text: 'What does it cost?' }] })
  call.talk = await engine.openTalk({
    model,
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
      play: () => {
        call.firstAudioAt ??= performance.now()
      },
      clear() {},
      mark: undefined,
    },
    listener: {
      onTurn() {},
      onUserText() {},
      onAgentState() {},
      onUserState() {},
      onHeard() {},
      onInterrupted() {},
      onError: (error) => process.stderr.write(`${error.message}\n`),
      onLanguage() {},
      onUsage() {},
    },
  })
  return call as Call
}

/** Speech that ends with its last loud sample. */
async function readSpeech(): Promise<Int16Array> {
  const chunks: number[] = []
  const [, clip] = cleanClips
  if (!clip) throw new Error('There is no recording.')
  for await (const chunk of decodeAudio(clip.file)) chunks.push(...chunk)
  const samples = Int16Array.from(chunks, (sample) => sample * 32_767)
  const last = samples.findLastIndex((sample) => Math.abs(sample) > 1_500)
  return samples.slice(0, Math.ceil(last / pieceSamples) * pieceSamples)
}

/** Speaks and is silent in real time; answers when the last word was over. */
async function speak({ talk }: Call, speech: Int16Array, silenceMs: number): Promise<number> {
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

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function measureOverhead(speech: Int16Array): Promise<readonly number[]> {
  const call = await openCall()
  const overheads: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    call.firstAudioAt = undefined
    const endedAt = await speak(call, speech, 3_200)
    const { firstAudioAt } = call
    if (firstAudioAt !== undefined) overheads.push(firstAudioAt - endedAt - endOfTurnMs)
  }
  await call.talk.close()
  return overheads
}

type Load = {
  readonly calls: number
  readonly loopP99Ms: number
  readonly cpu: number
  readonly rssMb: number
}

async function measureLoad(calls: number, speech: Int16Array): Promise<Load> {
  const open = await Promise.all(Array.from({ length: calls }, openCall))
  const delay = monitorEventLoopDelay({ resolution: 2 })
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  delay.enable()
  await Promise.all(
    open.map(async (call, index) => {
      await wait((index * 2_000) / calls)
      while (performance.now() - startedAt < stepMs) await speak(call, speech, 2_400)
    }),
  )
  delay.disable()
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpu = (user + system) / 1_000 / (performance.now() - startedAt)
  const rssMb = process.memoryUsage().rss / 1e6
  await Promise.all(open.map(({ talk }) => talk.close()))
  // The resolution itself is in the figure.
  return { calls, loopP99Ms: delay.percentile(99) / 1e6, cpu, rssMb }
}

/** Prints a table; answers whether the bars are held. */
export async function benchVoice(say: (line: string) => void): Promise<boolean> {
  const speech = await readSpeech()
  const warm = await openCall()
  await speak(warm, speech, 2_000)
  await warm.talk.close()

  const overheads = await measureOverhead(speech)
  const [p50, p95] = [percentile(overheads, 0.5), percentile(overheads, 0.95)]
  say(`Overhead to the first audio beyond ${endOfTurnMs} ms of quiet, ${overheads.length} turns:`)
  say(
    `  p50 ${p50.toFixed(0)} ms (bar ${bars.overheadP50}), p95 ${p95.toFixed(0)} ms (bar ${bars.overheadP95})`,
  )

  const before = process.memoryUsage().rss / 1e6
  const loads: Load[] = []
  for (const calls of steps) {
    const load = await measureLoad(calls, speech)
    loads.push(load)
    say(
      `  ${calls} calls at once: event loop p99 ${load.loopP99Ms.toFixed(1)} ms, ${load.cpu.toFixed(2)} cores, ${load.rssMb.toFixed(0)} MB`,
    )
    if (load.loopP99Ms > loopLimitMs) break
  }
  const held = loads.filter(({ loopP99Ms }) => loopP99Ms <= loopLimitMs).at(-1)
  const calls = held?.calls ?? 0
  const memoryMb = held ? (held.rssMb - before) / calls : Number.NaN
  say(
    `Calls at once while the loop's p99 is at most ${loopLimitMs} ms: ${calls} (bar ${bars.calls})`,
  )
  say(`Memory of a call: ${memoryMb.toFixed(1)} MB (bar ${bars.memoryMb})`)
  for (const fact of await describeMachine()) say(fact)
  return (
    p50 <= bars.overheadP50 &&
    p95 <= bars.overheadP95 &&
    calls >= bars.calls &&
    memoryMb <= bars.memoryMb
  )
}
