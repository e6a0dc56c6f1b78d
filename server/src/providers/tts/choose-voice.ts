import { type EngineVoice, speaks } from './port.ts'

/** The wanted voice if it speaks the language, else the first that does. */
export function chooseVoice<Voice extends EngineVoice>(
  voices: readonly Voice[],
  wanted: { readonly voice?: string | undefined; readonly language: string },
): Voice {
  const { voice: id, language } = wanted
  const named = voices.find((voice) => voice.id === id && speaks(voice, language))
  const gender = voices.find((voice) => voice.id === id)?.gender
  const fitting = voices.filter((voice) => speaks(voice, language))
  const own = fitting.filter(({ languages }) => !languages.includes('*'))
  const candidates = own.length > 0 ? own : fitting.length > 0 ? fitting : voices
  const alike = gender && candidates.find((voice) => voice.gender === gender)
  const chosen = named ?? alike ?? candidates[0]
  if (!chosen) throw new Error('An engine without a voice.')
  return chosen
}
