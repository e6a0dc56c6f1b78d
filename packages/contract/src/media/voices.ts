import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, optionalText, shownId, shownMoment, text } from '../fields.ts'
import { pageOf, resultOf, VoicePageQuery } from '../voice-api/index.ts'
import { languageCode, webAddress } from './job-fields.ts'
import { MediaJob, NewSpeech } from './jobs.ts'

const common = {
  access: 'key',
  resource: 'voices',
  envelope: 'voice',
  pace: 'standard',
} as const
const params = z.object({ id })

export const Voice = z
  .object({
    id: z.string().describe('Given as voiceId or speaker.'),
    name: z.string(),
    language: z.string().describe('Its own; `*` for whatever is written.'),
    languageCode: z.string().nullable().describe('With its accent, such as en-GB.'),
    gender: z.enum(['female', 'male']).nullable(),
    provider: z.string().describe('`embedded`, `openai`, `speaker` (a name of ours), or `custom`.'),
    speaksAs: z.string().nullable().describe('The engine’s voice that is heard, if another.'),
    description: z.string().nullable(),
    image: z.string().nullable(),
    voiceRecord: z.string().nullable().describe('Address of a sample.'),
    tags: z.array(z.string()),
    isCustom: z.boolean(),
    createdAt: shownMoment.nullable(),
  })
  .meta({ id: 'Voice' })
export type Voice = z.infer<typeof Voice>

export const ListVoices = VoicePageQuery.extend({
  language: languageCode.optional(),
  gender: z.enum(['female', 'male'], 'must be female or male.').optional(),
  provider: z.string().max(50).optional(),
})
export type ListVoices = z.infer<typeof ListVoices>

export const NewVoice = z.looseObject({
  name: text(190),
  audioUrl: webAddress.nullish().describe('A sample; kept as an address.'),
  audioTranscription: optionalText(5_000).describe('What is said in the sample.'),
  projectId: z.uuid('must be a UUID.').nullish(),
  language: languageCode.default('ar'),
  gender: z.enum(['female', 'male'], 'must be female or male.').nullish(),
  tags: z.array(text(50), 'must be a list.').max(2, 'must have at most 2 entries.').default([]),
  description: optionalText(1_000),
  imageUrl: webAddress.nullish(),
  dialectId: optionalText(100),
  speaksAs: optionalText(100).describe(
    'The engine’s voice that is heard; absent: the nearest. No engine here copies a voice.',
  ),
})
export type NewVoice = z.infer<typeof NewVoice>

export const voiceEndpoints = {
  list: endpoint({
    ...common,
    tag: 'Voices',
    id: 'listVoices',
    method: 'GET',
    path: '/v2/tts/voices',
    summary: 'List voices: of the engine in use, of this workspace, and the known speakers',
    scope: 'read',
    query: ListVoices,
    reply: pageOf('voices', Voice),
  }),
  create: endpoint({
    ...common,
    tag: 'Voices',
    id: 'createVoice',
    method: 'POST',
    path: '/v2/tts/voices',
    summary: 'Add a voice of one’s own',
    description:
      'A name with a language and a character, heard as a voice of the engine. The sample is kept for an engine that can copy voices; none here can.',
    scope: 'write',
    body: NewVoice,
    reply: resultOf(Voice),
    errors: ['DUPLICATE_NAME', 'PROJECT_NOT_FOUND'],
  }),
  delete: endpoint({
    ...common,
    tag: 'Voices',
    id: 'deleteVoice',
    method: 'DELETE',
    path: '/v2/tts/voices/:id',
    summary: 'Delete a voice of one’s own',
    scope: 'delete',
    params,
    reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
    errors: ['VOICE_NOT_FOUND'],
  }),
  preload: endpoint({
    ...common,
    tag: 'Voices',
    id: 'preloadVoice',
    method: 'POST',
    path: '/v2/tts/voices/custom/preload',
    summary: 'Load what a voice needs before it is first heard',
    scope: 'write',
    body: z.looseObject({ voiceId: text(100) }),
    bodyAliases: { voice_id: 'voiceId' },
    reply: resultOf(z.array(z.never())),
    errors: ['VOICE_NOT_FOUND'],
  }),
  history: endpoint({
    ...common,
    tag: 'Voices',
    id: 'listSpeechHistory',
    method: 'GET',
    path: '/v2/tts/history',
    summary: 'Texts that were turned into audio files, newest first',
    scope: 'read',
    query: VoicePageQuery,
    reply: pageOf('history', MediaJob),
  }),
  say: endpoint({
    ...common,
    tag: 'Voices',
    id: 'createSpeechHistory',
    method: 'POST',
    path: '/v2/tts/history',
    summary: 'Turn a short text into an audio file',
    description: 'The same as a text-to-speech job, for texts of at most 3000 characters.',
    scope: 'write',
    body: NewSpeech.extend({ text: text(3_000) }),
    bodyAliases: {
      voice_id: 'voiceId',
      speaker: 'voiceId',
      dictionaryIds: 'voiceDictionaryIds',
      voiceDictionariesIds: 'voiceDictionaryIds',
    },
    reply: resultOf(MediaJob),
    errors: ['VOICE_DICTIONARY_NOT_FOUND'],
  }),
}

export const DictionaryWord = z.object({
  word: text(100).describe('As it is written; found as a whole word, whatever its case.'),
  pronunciation: text(200).describe('What is said instead, in ordinary letters.'),
})
export type DictionaryWord = z.infer<typeof DictionaryWord>

const words = z
  .array(DictionaryWord, 'must be a list of {word, pronunciation}.')
  .max(1_000, 'must have at most 1000 entries.')

export const VoiceDictionary = z
  .object({
    id: shownId,
    name: z.string(),
    words: z.array(z.object({ word: z.string(), pronunciation: z.string() })),
    projectId: shownId,
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'VoiceDictionary' })
export type VoiceDictionary = z.infer<typeof VoiceDictionary>

export const NewDictionary = z.looseObject({ name: text(190), words: words.default([]) })
export type NewDictionary = z.infer<typeof NewDictionary>
export const DictionaryChanges = z.looseObject({
  name: text(190).optional(),
  words: words.optional().describe('All of them, in place of those before.'),
})
export type DictionaryChanges = z.infer<typeof DictionaryChanges>

const dictionaries = { ...common, tag: 'Voice dictionaries' } as const
const path = '/v1/voice-agents/voice-dictionaries'

export const dictionaryEndpoints = {
  create: endpoint({
    ...dictionaries,
    id: 'createVoiceDictionary',
    method: 'POST',
    path,
    summary: 'Add a pronunciation dictionary',
    scope: 'write',
    body: NewDictionary,
    reply: resultOf(VoiceDictionary),
    errors: ['DUPLICATE_NAME'],
  }),
  list: endpoint({
    ...dictionaries,
    id: 'listVoiceDictionaries',
    method: 'GET',
    path,
    summary: 'List pronunciation dictionaries',
    scope: 'read',
    query: VoicePageQuery,
    reply: pageOf('voiceDictionaries', VoiceDictionary),
  }),
  get: endpoint({
    ...dictionaries,
    id: 'getVoiceDictionary',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Get one pronunciation dictionary',
    scope: 'read',
    params,
    reply: resultOf(VoiceDictionary),
    errors: ['VOICE_DICTIONARY_NOT_FOUND'],
  }),
  update: endpoint({
    ...dictionaries,
    id: 'updateVoiceDictionary',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a pronunciation dictionary',
    scope: 'write',
    params,
    body: DictionaryChanges,
    reply: resultOf(VoiceDictionary),
    errors: ['VOICE_DICTIONARY_NOT_FOUND', 'DUPLICATE_NAME'],
  }),
  delete: endpoint({
    ...dictionaries,
    id: 'deleteVoiceDictionary',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a pronunciation dictionary',
    scope: 'delete',
    params,
    reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
    errors: ['VOICE_DICTIONARY_NOT_FOUND'],
  }),
}
