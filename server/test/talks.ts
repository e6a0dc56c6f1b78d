import { measureTranscript } from '../src/modules/metrics/metrics-rules.ts'
import type { Transcript } from '../src/modules/metrics/segment-rules.ts'

/** Speaker, beginning and end in seconds, and what is said. */
export type Line = readonly [speaker: number, start: number, end: number | null, text: string]

/** A transcript of a rep (1), a customer (2) and somebody unknown (3), if they say something. */
export function transcriptOf(lines: readonly Line[], more: Partial<Transcript> = {}): Transcript {
  const kinds = { 1: 'rep', 2: 'customer', 3: 'unknown' } as const
  const numbers = [...new Set(lines.map(([speaker]) => speaker))].sort((a, b) => a - b)
  return {
    timing: 'segment',
    hasSpeakers: true,
    language: 'en',
    durationMs: null,
    speakers: numbers.map((number) => ({
      number,
      kind: kinds[number as keyof typeof kinds] ?? 'unknown',
    })),
    segments: lines.map(([speaker, start, end, text], position) => ({
      position,
      speaker,
      startMs: start * 1_000,
      endMs: end === null ? null : end * 1_000,
      text,
    })),
    ...more,
  }
}

/** What is measured of it. */
export function measuresOf(
  lines: readonly Line[],
  { monologueSeconds = 60, ...more }: Partial<Transcript> & { monologueSeconds?: number } = {},
) {
  return measureTranscript(transcriptOf(lines, more), { monologueSeconds }).measures
}
