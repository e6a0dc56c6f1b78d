/** A speaker that clients of the voice API name; what is heard is the nearest voice there is. */
export type Speaker = {
  readonly name: string
  readonly language: string
  readonly gender: 'female' | 'male'
}

const of = (language: string, gender: Speaker['gender'], names: string): readonly Speaker[] =>
  names.split(' ').map((name) => ({ name, language, gender }))

/** The names that are known, with what is known of whom they stand for. */
export const speakers: readonly Speaker[] = [
  ...of(
    'ar',
    'female',
    'Lyali Salma Mariam Dalal Lana Carla Nada Mais Fatma Hiba Layan Khadija Dima Talin Rema Sarah',
  ),
  ...of('ar', 'male', 'Amjad Jasem Samir Ali Mazen Majd Ahmed Fahd Rami'),
  ...of('en', 'female', 'Emma'),
  ...of('en', 'male', 'James'),
]

const byName = new Map(speakers.map((speaker) => [speaker.name.toLowerCase(), speaker]))

export function findSpeaker(name: string): Speaker | undefined {
  return byName.get(name.trim().toLowerCase())
}

/** As far as choosing goes; engines say more of their voices. */
export type Candidate = {
  readonly id: string
  readonly languages: readonly string[]
  readonly gender: 'female' | 'male' | undefined
}

/**
 * The voice that comes nearest: one of the language rather than one that reads every language, and of
 * the same gender rather than another. Among equals the engine's own order decides.
 */
export function nearestVoice<Voice extends Candidate>(
  voices: readonly Voice[],
  wanted: {
    readonly language: string
    readonly gender: 'female' | 'male' | null | undefined
  },
): Voice | undefined {
  const scored = voices.map((voice) => ({ voice, score: scoreOf(voice, wanted) }))
  const best = Math.max(...scored.map(({ score }) => score))
  return scored.find(({ score }) => score === best)?.voice
}

function scoreOf(
  { languages, gender }: Candidate,
  wanted: { readonly language: string; readonly gender: 'female' | 'male' | null | undefined },
): number {
  const language = languages.includes(wanted.language) ? 4 : languages.includes('*') ? 2 : 0
  return language + (wanted.gender != null && gender === wanted.gender ? 1 : 0)
}

/** Letters tell it where nobody does: Arabic, or else nothing certain. */
export function languageOfScript(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0
  return letters > 0 && arabic / letters > 0.5 ? 'ar' : undefined
}
