type Timed = { readonly startMs: number; readonly endMs: number }

/** What was said before the first pause of that length. */
export function untilEndOfSpeech<T extends Timed>(segments: readonly T[], pauseMs: number): T[] {
  const kept: T[] = []
  for (const segment of segments) {
    const last = kept.at(-1)
    if (last && segment.startMs - last.endMs >= pauseMs) break
    kept.push(segment)
  }
  return kept
}

type Asked = {
  readonly languageId?: string | null | undefined
  readonly dialect?: string | null | undefined
}

/** ISO 639-1 that was asked for; undefined: whatever the voice or the letters tell. */
export function languageToSpeak(text: string, { languageId, dialect }: Asked): string | undefined {
  const asked = languageId?.slice(0, 2).toLowerCase()
  // Clients send "ar" by default, also with English text.
  if (asked === 'ar' && !/\p{Script=Arabic}/u.test(text)) return undefined
  return asked || (dialect?.toLowerCase() === 'en' ? 'en' : undefined)
}
