import { z } from 'zod'
import type { Segment, Word } from './port.ts'
import { spreadWords } from './spread-words.ts'

/** `verbose_json`; servers differ in what they leave out. Times are in seconds. */
export const Reply = z.object({
  text: z.string().default(''),
  language: z.string().nullish(),
  segments: z
    .array(
      z.object({
        start: z.number(),
        end: z.number(),
        text: z.string(),
        avg_logprob: z.number().nullish(),
        no_speech_prob: z.number().nullish(),
      }),
    )
    .nullish(),
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish(),
})
export type Reply = z.infer<typeof Reply>

/** OpenAI's own limits for "nobody speaks here"; Whisper invents text there. */
const silence = { noSpeech: 0.6, logProbability: -1 }

/** The reply about a piece that begins at `offsetMs` and is `lengthMs` long. */
export function toSegments(reply: Reply, offsetMs: number, lengthMs: number): Segment[] {
  const text = reply.text.trim()
  const whole = text === '' ? [] : [{ start: 0, end: lengthMs / 1_000, text, avg_logprob: null }]
  const segments = reply.segments?.length ? reply.segments : whole
  // Whisper thinks in windows of 30 s and may place an end behind the audio's.
  const toMs = (seconds: number) => offsetMs + Math.min(lengthMs, Math.round(seconds * 1_000))
  const words: Word[] = (reply.words ?? []).map(({ word, start, end }) => ({
    text: word.trim(),
    startMs: toMs(start),
    endMs: toMs(end),
    isEstimated: false,
  }))
  return segments.filter(isSpeech).map((segment) => {
    const startMs = toMs(segment.start)
    const endMs = Math.max(startMs, toMs(segment.end))
    const logProbability = segment.avg_logprob
    const said = segment.text.trim()
    const own = words.filter((word) => isWithin(word, startMs, endMs))
    return {
      startMs,
      endMs,
      text: said,
      confidence: typeof logProbability === 'number' ? toConfidence(logProbability) : undefined,
      words: own.length > 0 ? own : spreadWords(said, share(startMs, endMs)),
    }
  })
}

type ReplySegment = NonNullable<Reply['segments']>[number]

function isSpeech({ text, avg_logprob: sure, no_speech_prob: nobody }: ReplySegment): boolean {
  if (!/[\p{L}\p{N}]/u.test(text)) return false
  return !((nobody ?? 0) > silence.noSpeech && (sure ?? 0) < silence.logProbability)
}

/** By its middle: a word that touches two segments belongs to one. */
function isWithin(word: Word, startMs: number, endMs: number): boolean {
  const middle = (word.startMs + word.endMs) / 2
  return middle >= startMs && middle < endMs
}

function share(startMs: number, endMs: number) {
  const at = (part: number) => Math.round(startMs + part * (endMs - startMs))
  return (from: number, to: number) => ({ startMs: at(from), endMs: at(to) })
}

const toConfidence = (logProbability: number) =>
  Math.round(Math.min(1, Math.exp(logProbability)) * 1_000) / 1_000

/** OpenAI says `english`, others `en`. */
export function toLanguageCode(name: string | null | undefined): string | undefined {
  if (!name) return undefined
  const lower = name.toLowerCase()
  if (/^[a-z]{2}$/.test(lower)) return lower
  return codesByName().get(lower)
}

let codes: ReadonlyMap<string, string> | undefined
function codesByName(): ReadonlyMap<string, string> {
  if (codes) return codes
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
  const all = letters.flatMap((first) => letters.map((second) => first + second))
  codes = new Map(
    all.flatMap((code) => {
      const name = names.of(code)?.toLowerCase()
      // Old codes have successors of the same name: `iw` is `he` now.
      const [current = code] = Intl.getCanonicalLocales(code)
      return name ? [[name, current] as const] : []
    }),
  )
  return codes
}
