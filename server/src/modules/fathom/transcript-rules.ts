import type { Line } from './facts-rules.ts'
import { isMissing, isObject, jsonIn, type Report, secondsOf } from './value-rules.ts'

/** Longer transcripts are cut; a day of speech has fewer lines. */
const maxLines = 50_000

/** What was said: Fathom's items, the same as JSON, `{plaintext}`, or plain text. */
export function transcriptOf(value: unknown, report: Report): Line[] {
  if (isMissing(value)) return []
  if (Array.isArray(value)) return linesOfItems(value, report)
  if (isObject(value)) return transcriptOf(value['plaintext'] ?? value['transcript'], report)
  if (typeof value !== 'string') {
    report('transcript must be text or a list.')
    return []
  }
  const json = /^\s*\[\s*[{\]]/.test(value) ? jsonIn(value) : undefined
  return Array.isArray(json) ? linesOfItems(json, report) : linesOfText(value)
}

function linesOfItems(items: readonly unknown[], report: Report): Line[] {
  let unread = 0
  const lines = items.slice(0, maxLines).flatMap((item): Line[] => {
    const text = isObject(item) ? item['text'] : undefined
    if (!isObject(item) || typeof text !== 'string') {
      unread += 1
      return []
    }
    const { name, email } = speakerOf(item['speaker'])
    const seconds = secondsOf(item['timestamp'], 'transcript timestamp', report)
    return [line(text, { name, email, seconds })]
  })
  if (unread > 0) report(`${unread} items of the transcript have no text.`)
  return lines
}

function speakerOf(speaker: unknown): { name: string | undefined; email: string | undefined } {
  if (typeof speaker === 'string') return { name: speaker, email: undefined }
  const { display_name: name, matched_calendar_invitee_email: email } = isObject(speaker)
    ? speaker
    : {}
  return {
    name: typeof name === 'string' ? name : undefined,
    email: typeof email === 'string' ? email : undefined,
  }
}

function line(
  text: string,
  {
    name,
    email,
    seconds,
  }: { name?: string | undefined; email?: string | undefined; seconds?: number | undefined },
): Line {
  const who = name?.trim().slice(0, 200)
  return {
    text: clean(text),
    ...(who && { name: who }),
    ...(email && { email: email.trim().toLowerCase() }),
    ...(seconds !== undefined && { startMs: Math.round(seconds * 1_000) }),
  }
}

function clean(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD').trim()
}

const time = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{2}`
/** `[00:01:02] Name: text`, and the same without brackets. */
const timedLine = new RegExp(String.raw`^\[?(${time})\]?\s*[-–—]?\s*([^:]{1,80}):\s+(.*)$`, 'u')
/** `0:05 - Name (Company)`, with what is said on the lines below. */
const timedHead = new RegExp(String.raw`^\[?(${time})\]?\s*[-–—]?\s*([^:]{1,80})$`, 'u')
/** `Name: text`, where a name has at most five words and begins with a capital or digit. */
const namedLine = /^([\p{Lu}\p{Lo}\d][^\s:]*(?: [^\s:]+){0,4}):\s+(.*)$/u

function linesOfText(text: string): Line[] {
  const lines: Line[] = []
  for (const raw of text.split(/\r?\n/)) {
    const read = raw.trim()
    const begun = beginning(read)
    const last = lines.at(-1)
    if (begun) lines.push(begun)
    else if (read !== '' && last) lines[lines.length - 1] = continued(last, read)
    else if (read !== '') lines.push(line(read, {}))
    if (lines.length >= maxLines) break
  }
  return lines.filter((one) => one.text !== '')
}

function beginning(read: string): Line | undefined {
  const [, at, name, text] = timedLine.exec(read) ?? timedHead.exec(read) ?? []
  if (name !== undefined) {
    return line(text ?? '', { name: withoutCompany(name), seconds: secondsOf(at, '', () => {}) })
  }
  const [, speaker, said] = namedLine.exec(read) ?? []
  return speaker === undefined ? undefined : line(said ?? '', { name: speaker })
}

function withoutCompany(name: string): string {
  return name.replace(/\s*\([^)]*\)\s*$/, '')
}

function continued(last: Line, text: string): Line {
  return { ...last, text: clean(last.text === '' ? text : `${last.text}\n${text}`) }
}

/** Speech is about 150 words a minute. */
const msPerWord = 400
const maxMs = 2_000_000_000

export type TimedLine = Line & { readonly startMs: number; readonly endMs: number }

/**
 * Lines with beginning and end. A line ends where the next one begins; the last one, and all where
 * nothing says when, as long as its words take.
 */
export function withTimes(
  lines: readonly Line[],
  durationMinutes: number | undefined,
): { readonly lines: TimedLine[]; readonly timing: 'start' | 'estimated' } {
  const timing = lines.every(({ startMs }) => startMs !== undefined) ? 'start' : 'estimated'
  const sorted = timing === 'start' ? lines.toSorted((a, b) => start(a) - start(b)) : lines
  const endMs = durationMinutes === undefined ? 0 : Math.round(durationMinutes * 60_000)
  let at = 0
  const timed = sorted.map((said, index) => {
    const startMs = clamp(timing === 'start' ? start(said) : at)
    const next = timing === 'start' ? sorted[index + 1] : undefined
    const spokenMs = startMs + said.text.split(/\s+/).length * msPerWord
    const until = next ? start(next) : endMs > startMs ? Math.min(endMs, spokenMs) : spokenMs
    at = Math.max(startMs, clamp(until))
    return { ...said, startMs, endMs: at }
  })
  return { lines: timed, timing }
}

const start = ({ startMs = 0 }: Line) => startMs
const clamp = (ms: number) => Math.min(Math.max(ms, 0), maxMs)
