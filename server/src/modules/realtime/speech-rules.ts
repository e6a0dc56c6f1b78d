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

const dialectLanguages: Readonly<Record<string, string>> = { en: 'en', fr: 'fr' }

/** ISO 639-1 of a text to be said: as asked for, or by its letters; the dialects are Arabic ones. */
export function languageToSpeak(
  text: string,
  { languageId, dialect }: { languageId?: string | null | undefined; dialect?: string | null | undefined },
): string {
  const isArabic = /\p{Script=Arabic}/u.test(text)
  if (isArabic) return 'ar'
  const asked = languageId?.slice(0, 2).toLowerCase()
  // Clients send "ar" by default, also with English text.
  if (asked && asked !== 'ar') return asked
  return dialectLanguages[dialect?.toLowerCase() ?? ''] ?? 'en'
}

type Voice = {
  readonly id: string
  readonly name: string
  readonly languages: readonly string[]
  readonly gender: 'female' | 'male' | undefined
}

/** Speakers of the voice API that are men; the others it knows are women. */
const men = new Set(
  'amjad jasem samir ali mazen majd ahmed fahd rami james khalid omar yousef hassan'.split(' '),
)

/** The engine's voice for a speaker's name: that very one, or of the same kind; undefined: its usual. */
export function voiceFor(
  speaker: string | null | undefined,
  voices: readonly Voice[],
  language: string,
): string | undefined {
  if (!speaker) return undefined
  const name = speaker.trim().toLowerCase()
  const exact = voices.find((voice) => voice.id.toLowerCase() === name || voice.name.toLowerCase() === name)
  if (exact) return exact.id
  const gender = men.has(name) ? 'male' : 'female'
  const fitting = voices.filter(
    (voice) => voice.languages.includes(language) || voice.languages.includes('*'),
  )
  return fitting.find((voice) => voice.gender === gender)?.id
}
