import { cuesOf } from './cue-rules.ts'

/** Something that somebody said. */
export type Said = {
  readonly speaker: number
  readonly name: string | null
  readonly start_ms: number
  readonly end_ms: number
  readonly text: string
}

/** A subtitle that vanishes at once cannot be read. */
const shortestMs = 500

/** One paragraph for each turn, with the speaker's name where it is known who speaks. */
export function toText(lines: readonly Said[], hasSpeakers: boolean): string {
  const turns: { readonly label: string; text: string }[] = []
  for (const line of lines) {
    const label = hasSpeakers ? `${nameOf(line)}: ` : ''
    const last = turns.at(-1)
    if (last?.label === label) last.text += ` ${oneLine(line.text)}`
    else turns.push({ label, text: oneLine(line.text) })
  }
  return turns.map(({ label, text }) => `${label}${text}\n`).join('')
}

/** SubRip. */
export function toSrt(lines: readonly Said[], hasSpeakers: boolean): string {
  return subtitles(lines)
    .map((line, index) => {
      const label = hasSpeakers ? `${nameOf(line)}: ` : ''
      const times = `${clock(line.start_ms, ',')} --> ${clock(endOf(line), ',')}`
      return `${index + 1}\n${times}\n${label}${line.text}\n`
    })
    .join('\n')
}

/** WebVTT, with voices. */
export function toVtt(lines: readonly Said[], hasSpeakers: boolean): string {
  const cues = subtitles(lines).map((line) => {
    const voice = hasSpeakers ? `<v ${escaped(nameOf(line))}>` : ''
    const times = `${clock(line.start_ms, '.')} --> ${clock(endOf(line), '.')}`
    return `\n${times}\n${voice}${escaped(line.text)}\n`
  })
  return `WEBVTT\n${cues.join('')}`
}

/** In pieces that can be read in their time, each on one line. */
function subtitles(lines: readonly Said[]): Said[] {
  return lines.flatMap((line) =>
    cuesOf({ ...line, text: oneLine(line.text) }).map((cue) => ({ ...line, ...cue })),
  )
}

const nameOf = ({ name, speaker }: Said) => oneLine(name ?? '') || `Speaker ${speaker}`
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
const endOf = ({ start_ms: start, end_ms: end }: Said) => Math.max(end, start + shortestMs)

/** An arrow ends a cue's text, and tags are markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function clock(ms: number, mark: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = Math.floor(ms / 1_000)
  const rest = String(ms % 1_000).padStart(3, '0')
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${two(h)}:${two(m)}:${two(s)}${mark}${rest}`
}
