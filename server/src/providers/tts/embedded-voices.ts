import type { SpeakerKind } from './engine/messages.ts'
import { type EngineVoice, speaks } from './port.ts'

/** A voice of one of the speakers that are carried along. */
export type EmbeddedVoice = EngineVoice & {
  readonly speaker: SpeakerKind
  /** As the speaker calls it. */
  readonly own: string
}

type Row = readonly [own: string, name: string, locale: string, gender: 'female' | 'male']

const kokoro: readonly Row[] = [
  ['af_heart', 'Heart', 'en-US', 'female'],
  ['am_michael', 'Michael', 'en-US', 'male'],
  ['af_bella', 'Bella', 'en-US', 'female'],
  ['am_fenrir', 'Fenrir', 'en-US', 'male'],
  ['bf_emma', 'Emma', 'en-GB', 'female'],
  ['bm_george', 'George', 'en-GB', 'male'],
  ['ff_siwis', 'Siwis', 'fr-FR', 'female'],
  ['ef_dora', 'Dora', 'es-ES', 'female'],
  ['em_alex', 'Álex', 'es-ES', 'male'],
  ['if_sara', 'Sara', 'it-IT', 'female'],
  ['im_nicola', 'Nicola', 'it-IT', 'male'],
  ['pf_dora', 'Dora', 'pt-BR', 'female'],
  ['pm_alex', 'Alex', 'pt-BR', 'male'],
]
const flite: readonly Row[] = [
  ['slt', 'Slt', 'en-US', 'female'],
  ['rms', 'Rms', 'en-US', 'male'],
  ['awb', 'Awb', 'en-GB', 'male'],
]

function toVoice(speaker: SpeakerKind, [own, name, locale, gender]: Row): EmbeddedVoice {
  const language = locale.slice(0, 2)
  return { id: `${speaker}:${own}`, name, languages: [language], locale, gender, speaker, own }
}

const plain: readonly EmbeddedVoice[] = [
  ...flite.map((row) => toVoice('flite', row)),
  {
    id: 'espeak:female',
    name: 'Basic, female',
    languages: ['*'],
    locale: undefined,
    gender: 'female',
    speaker: 'espeak',
    own: 'f3',
  },
  {
    id: 'espeak:male',
    name: 'Basic, male',
    languages: ['*'],
    locale: undefined,
    gender: 'male',
    speaker: 'espeak',
    own: 'm3',
  },
]

/** `kokoro`: those that sound like people come first. `basic`: those that need little alone. */
export type EmbeddedModel = 'kokoro' | 'basic'

export function voicesOf(model: EmbeddedModel): readonly EmbeddedVoice[] {
  if (model === 'basic') return plain
  return [...kokoro.map((row) => toVoice('kokoro', row)), ...plain]
}

/** Who speaks while a larger voice loads: as near as there is. */
export function standInFor(voice: EmbeddedVoice, language: string): EmbeddedVoice {
  const fitting = plain.filter((one) => speaks(one, language))
  const alike = fitting.find(({ gender }) => gender === voice.gender)
  return alike ?? fitting[0] ?? voice
}
