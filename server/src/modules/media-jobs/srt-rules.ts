import type { SrtOptions } from '@parley/contract'

/** What one speaker said, in order of time; words where they have times. */
export type SpokenSegment = {
  readonly speaker: number
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly words: readonly (readonly [text: string, startMs: number, endMs: number])[] | null
}

type Options = Pick<
  SrtOptions,
  | 'maxLinesPerSubtitle'
  | 'singleSpeakerPerSubtitle'
  | 'maxCharsPerLine'
  | 'maxMergeableGap'
  | 'minDuration'
  | 'maxDuration'
  | 'minGap'
>
type Word = {
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly speaker: number
}
type Cue = { readonly words: Word[]; startMs: number; endMs: number; lines: readonly string[] }

/** Even where subtitles crowd, each can be seen. */
const leastMs = 1

/** Subtitles in the format SubRip, cut as the options say. */
export function toSrt(segments: readonly SpokenSegment[], options: Options): string {
  const words = segments
    .flatMap(wordsOf)
    .flatMap((word) => split(word, options.maxCharsPerLine))
    .toSorted((a, b) => a.startMs - b.startMs)
  const cues = spread(cut(words, options), options)
  return cues
    .map(({ startMs, endMs, lines }, index) => {
      const times = `${timestamp(startMs)} --> ${timestamp(endMs)}`
      return `${index + 1}\n${times}\n${lines.join('\n')}\n`
    })
    .join('\n')
}

function wordsOf({ text, words, startMs, endMs, speaker }: SpokenSegment): Word[] {
  if (words) return words.map(([word, from, to]) => ({ text: word, startMs: from, endMs: to, speaker }))
  const all = text.split(/\s+/u).filter(Boolean)
  const length = all.reduce((sum, word) => sum + word.length + 1, 0)
  let before = 0
  return all.map((word) => {
    const at = (position: number) => Math.round(startMs + (position / length) * (endMs - startMs))
    const from = at(before)
    before += word.length + 1
    return { text: word, startMs: from, endMs: at(before), speaker }
  })
}

/** Languages without blanks, and addresses, give words that fit on no line. */
function split(word: Word, most: number): Word[] {
  const letters = [...word.text]
  if (letters.length <= most) return [word]
  const count = Math.ceil(letters.length / most)
  const lengthMs = (word.endMs - word.startMs) / count
  return Array.from({ length: count }, (_, index) => ({
    ...word,
    text: letters.slice(index * most, (index + 1) * most).join(''),
    startMs: Math.round(word.startMs + index * lengthMs),
    endMs: Math.round(word.startMs + (index + 1) * lengthMs),
  }))
}

function cut(words: readonly Word[], options: Options): Cue[] {
  const cues: Cue[] = []
  for (const word of words) {
    const last = cues.at(-1)
    const lines = last && layOut([...last.words, word], options.maxCharsPerLine)
    if (last && lines && goesOn(last, word, { lines: lines.length, options })) {
      last.words.push(word)
      last.endMs = Math.max(last.endMs, word.endMs)
      last.lines = lines
    } else {
      const alone = layOut([word], options.maxCharsPerLine)
      cues.push({ words: [word], startMs: word.startMs, endMs: word.endMs, lines: alone })
    }
  }
  return cues
}

function goesOn(
  cue: Cue,
  word: Word,
  { lines, options }: { readonly lines: number; readonly options: Options },
): boolean {
  const previous = cue.words.at(-1)
  if (!previous || lines > options.maxLinesPerSubtitle) return false
  if (options.singleSpeakerPerSubtitle && previous.speaker !== word.speaker) return false
  if (word.startMs - cue.endMs > options.maxMergeableGap * 1_000) return false
  if (word.endMs - cue.startMs > options.maxDuration * 1_000) return false
  // A sentence that ends on a filled line is a good end of a subtitle as well.
  return !(/[.!?…؟。]$/u.test(previous.text) && lines > 1)
}

function layOut(words: readonly Word[], most: number): string[] {
  const lines: string[] = []
  for (const { text } of words) {
    const last = lines.at(-1)
    const longer = last === undefined ? text : `${last} ${text}`
    if (last !== undefined && [...longer].length <= most) lines[lines.length - 1] = longer
    else lines.push(text)
  }
  return lines
}

/** Short ones stay longer where there is room, long ones end in time, and none touches the next. */
function spread(cues: readonly Cue[], { minDuration, maxDuration, minGap }: Options): Cue[] {
  const starts: number[] = []
  for (const { startMs } of cues) starts.push(Math.max(startMs, (starts.at(-1) ?? -1) + leastMs))
  return cues.map((cue, index) => {
    const startMs = starts[index] ?? cue.startMs
    const next = starts[index + 1] ?? Infinity
    const wanted = Math.max(cue.endMs, startMs + minDuration * 1_000)
    const latest = Math.min(startMs + maxDuration * 1_000, next - minGap * 1_000)
    const endMs = Math.max(startMs + leastMs, Math.min(wanted, latest))
    return { ...cue, startMs, endMs: Math.round(Math.min(endMs, next)) }
  })
}

function timestamp(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = ms / 1_000
  const fraction = String(Math.round(ms) % 1_000).padStart(3, '0')
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)},${fraction}`
}
