import type { ChatModel, ChatTurn } from '../src/providers/llm/index.ts'
import type { SpeechToText } from '../src/providers/stt/index.ts'
import type { SynthesisRequest, TextToSpeech } from '../src/providers/tts/index.ts'
import { callRate, type SpeechJudge } from '../src/providers/voice-engine/index.ts'

/** A caller's sound says by its samples who speaks and how far: the ears read it back. */
export const frameMs = 20
export const frameSamples = (callRate * frameMs) / 1_000
const base = 12_000
/** Between speech and noise, of the mean of a window. */
const speechLevel = 4_000
const noiseLevel = 1_000
/** Of a voice with a height, and its overtones. */
const voiceSample = 9_000
const msPerCharacter = 60

export const wait = (ms: number) =>
  new Promise<void>((done) => {
    setTimeout(done, ms)
  })

/** How long it takes to say, in whole windows of voice activity and whole frames. */
export function lengthOf(text: string, speed = 1): number {
  const stepMs = 160
  return Math.ceil((text.length * msPerCharacter) / speed / stepMs) * stepMs
}

/** 20 ms of a line, from this frame of it on; with a height where the voice has one. */
export function speechFrame(line: number, frame: number, hertz?: number): Int16Array {
  const out = hertz === undefined ? new Int16Array(frameSamples) : buzzFrame(frame, hertz)
  const coded = hertz === undefined ? frameSamples : 2
  for (let index = 0; index < coded; index += 2) {
    out[index] = base + line
    out[index + 1] = -(base + frame)
  }
  return out
}

function buzzFrame(frame: number, hertz: number): Int16Array {
  return Int16Array.from({ length: frameSamples }, (_, index) => {
    const turn = (2 * Math.PI * hertz * (frame * frameSamples + index)) / callRate
    const wave = Math.sin(turn) + 0.4 * Math.sin(2 * turn)
    return Math.round(voiceSample * wave)
  })
}

export function noiseFrame(level: number): Int16Array {
  return Int16Array.from({ length: frameSamples }, (_, index) => (index % 2 === 0 ? level : -level))
}

/** Speech is certain, noise is likely, silence is neither. */
export const judgeByLevel: SpeechJudge = (window) => {
  let sum = 0
  for (const sample of window) sum += Math.abs(sample)
  const level = sum / window.length
  if (level >= speechLevel) return 0.98
  return level >= noiseLevel ? 0.6 : 0.01
}

type Asked = {
  readonly language: string | undefined
  readonly model: string | undefined
  /** What was said arrives in the order in which it was said. */
  isInOrder: boolean
}

/** Hears exactly the words whose sound arrives, after so long; idle ears may be asked before the end. */
export function openScriptedEars(
  lines: readonly { readonly text: string; readonly ms: number; readonly language?: string }[],
  latencyMs: number,
  areIdle = false,
): SpeechToText & { readonly asked: Asked[] } {
  const asked: Asked[] = []
  return {
    name: 'scripted',
    asked,
    hearsAtOnce: () => areIdle,
    async *transcribe({ audio, language, model }) {
      const request: Asked = { language, model, isInOrder: true }
      asked.push(request)
      const heard = new Map<number, Set<number>>()
      for await (const chunk of audio) {
        if (!readFrames(chunk, heard)) request.isInOrder = false
      }
      await wait(latencyMs)
      const [first] = heard.keys()
      const spoken = first === undefined ? undefined : lines[first]?.language
      const text = [...heard]
        .map(([line, frames]) => wordsIn(lines[line], frames))
        .join(' ')
        .trim()
      const segment = { startMs: 0, endMs: 0, text, confidence: 1, words: [] }
      yield {
        segments: text === '' ? [] : [segment],
        doneMs: 0,
        progress: 1,
        language: spoken ?? language ?? 'en',
        languageConfidence: 1,
        model: 'scripted',
      }
    },
    async close() {},
  }
}

/** False: something comes after what was said later. */
function readFrames(chunk: Float32Array, heard: Map<number, Set<number>>): boolean {
  let isInOrder = true
  let before = -1
  for (let index = 0; index + 1 < chunk.length; index += 1) {
    const line = Math.round((chunk[index] ?? 0) * 32_768) - base
    const frame = -Math.round((chunk[index + 1] ?? 0) * 32_768) - base
    if (line < 0 || frame < 0) continue
    const place = line * 100_000 + frame
    if (place < before) isInOrder = false
    before = place
    const frames = heard.get(line) ?? new Set()
    heard.set(line, frames.add(frame))
  }
  return isInOrder
}

/** Words of which the middle was heard. */
function wordsIn(
  line: { readonly text: string; readonly ms: number } | undefined,
  frames: ReadonlySet<number>,
): string {
  if (!line) return ''
  let at = 0
  const words = line.text.split(' ').filter((word) => {
    const middle = ((at + word.length / 2) / line.text.length) * line.ms
    at += word.length + 1
    return frames.has(Math.floor(middle / frameMs))
  })
  return words.join(' ')
}

/** Hums at 60 ms a character; the first sound comes after so long. */
export function openScriptedMouth(
  latencyMs: number,
): TextToSpeech & { readonly requests: SynthesisRequest[] } {
  const requests: SynthesisRequest[] = []
  return {
    name: 'scripted',
    requests,
    synthesize(request) {
      requests.push(request)
      return Object.assign(hum(request, latencyMs), { sampleRate: callRate })
    },
    voices: () => [
      { id: 'ann', name: 'Ann', languages: ['*'], locale: undefined, gender: 'female' },
    ],
    async prepare() {},
    async close() {},
  }
}

async function* hum(
  { text, speed, signal }: SynthesisRequest,
  latencyMs: number,
): AsyncGenerator<Int16Array> {
  await wait(latencyMs)
  const piece = new Int16Array(callRate / 10).fill(5_000)
  const samples = (lengthOf(text, speed) * callRate) / 1_000
  for (let at = 0; at < samples; at += piece.length) {
    signal?.throwIfAborted()
    yield piece.subarray(0, Math.min(piece.length, samples - at))
  }
}

/** What a scripted model does about what it is told. */
export type Reply =
  | { readonly text: string }
  | { readonly tool: string; readonly given?: object; readonly text?: string }

/** Answers as the function says; the first word comes after so long. */
export function openScriptedModel(
  reply: (turn: ChatTurn) => Reply,
  latencyMs: number,
): ChatModel & { readonly turns: ChatTurn[] } {
  const turns: ChatTurn[] = []
  let uses = 0
  return {
    name: 'scripted',
    model: 'scripted',
    // As real ones are: asked before it is certain that the caller has finished.
    isPure: true,
    turns,
    async *reply(turn) {
      turns.push(turn)
      await wait(latencyMs)
      turn.signal.throwIfAborted()
      const said = reply(turn)
      if (said.text) {
        for (const word of said.text.split(/(?<= )/)) yield { type: 'text', text: word }
      }
      if ('tool' in said) {
        uses += 1
        const given = JSON.stringify(said.given ?? {})
        yield { type: 'tool-call', callId: `use-${uses}`, name: said.tool, arguments: given }
      }
      yield { type: 'usage', inputTokens: 100, outputTokens: 10 }
    },
    async close() {},
  }
}
