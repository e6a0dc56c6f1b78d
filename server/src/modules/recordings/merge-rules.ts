/** A segment as an engine heard it on one channel. */
export type Spoken = {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly confidence: number | null
  /** Text, start, end, confidence; null when the engine gives words no times. */
  readonly words: readonly (readonly [string, number, number, number | null])[] | null
}

export type Heard = {
  /** From 1. */
  readonly channel: number
  readonly segments: readonly Spoken[]
}

/** Who speaks on a channel, as far as that can be known. */
export type ChannelRole = 'rep' | 'customer' | 'unknown'

/** Which roles the channels of a recording have, and how many are listened to. */
export function rolesOf(recording: {
  readonly channels: number
  /** Both channels carry the same sound, as of a mono microphone. */
  readonly areAlike: boolean
  readonly repChannel: 1 | 2 | null
  readonly direction: 'inbound' | 'outbound' | null
}): ChannelRole[] {
  const { channels, areAlike, repChannel, direction } = recording
  if (channels !== 2 || areAlike) return ['unknown']
  // Telephony puts whoever calls on the first channel.
  const rep = repChannel ?? (direction === 'inbound' ? 2 : 1)
  return rep === 1 ? ['rep', 'customer'] : ['customer', 'rep']
}

export type Merged = {
  /** Channel of each speaker, speaker 1 first, in order of first words. */
  readonly channels: readonly number[]
  readonly segments: readonly (Spoken & { readonly speaker: number })[]
}

/** Brings what was heard on each channel into one order of time. */
export function merge(heard: readonly Heard[]): Merged {
  const all = heard
    .flatMap(({ channel, segments }) => segments.map((segment) => ({ channel, segment })))
    .sort((a, b) => a.segment.startMs - b.segment.startMs || a.channel - b.channel)
  const channels = [...new Set(all.map(({ channel }) => channel))]
  return {
    channels,
    segments: all.map(({ channel, segment }) => ({
      ...segment,
      speaker: channels.indexOf(channel) + 1,
    })),
  }
}

/** Mean confidence by length; null when no segment has one. */
export function meanConfidence(segments: readonly Spoken[]): number | null {
  let weight = 0
  let sum = 0
  for (const { confidence, startMs, endMs } of segments) {
    if (confidence === null) continue
    const ms = Math.max(1, endMs - startMs)
    weight += ms
    sum += confidence * ms
  }
  return weight === 0 ? null : sum / weight
}

/** The language of most of the speech. */
export function mainLanguage(
  parts: readonly { readonly language: string | null; readonly segments: readonly Spoken[] }[],
): string | null {
  const lengths = new Map<string, number>()
  for (const { language, segments } of parts) {
    if (language === null) continue
    const length = segments.reduce((sum, { text }) => sum + text.length, 0)
    lengths.set(language, (lengths.get(language) ?? 0) + length)
  }
  const [first] = [...lengths].sort((a, b) => b[1] - a[1])
  return first?.[0] ?? null
}
