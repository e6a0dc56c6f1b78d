import type { VoiceAgent } from '@parley/contract'
import { expect, test } from 'vitest'
import { changesOf, draftOf, isChanged } from './draft.ts'

const agent = {
  name: 'Reception',
  description: null,
  outcome: null,
  outcomeResponseShape: null,
  knowledgeBaseItemsIds: ['k1'],
  voiceDictionaryIds: ['d1'],
  webhookUrl: null,
  webhookAuth: { authKey: 'Token', authSecret: '***' },
  conversation: {
    greetingMessage: 'Hello.',
    greetingMessageType: null,
    preamble: 'You answer calls.',
    pokeMessages: [],
    params: { city: 'Oslo', seats: 3 },
    alignment: { greetingMessage: null, preamble: null },
  },
  voice: { voiceId: null, lang: 'en', voiceRecordId: null, voiceRecord: null, ttsParams: {} },
  llm: { provider: null, model: null, temperature: 0.2, baseUrl: null, apiKey: '***' },
  callSettings: { interrupt: true, responseDelay: 400 },
  tools: [],
} as unknown as VoiceAgent

const draft = draftOf(agent)

test('an agent as it was loaded has no changes', () => {
  expect(isChanged(draft, draftOf(agent))).toBe(false)
  expect(changesOf(draft, draftOf(agent))).toEqual({})
})

test('only what differs is sent, each thing in its place', () => {
  const after = {
    ...draft,
    prompt: 'You sell boats.',
    greetingKind: 'PROMPT' as const,
    voiceId: 'amy',
    language: 'fr',
    settings: { ...draft.settings, responseDelay: 600 },
    knowledge: [],
  }
  expect(isChanged(draft, after)).toBe(true)
  expect(changesOf(draft, after)).toEqual({
    conversation: { preamble: 'You sell boats.', greetingMessageType: 'PROMPT' },
    voice: { voiceId: 'amy', lang: 'fr' },
    callSettings: { responseDelay: 600 },
    knowledgeBaseItemsIds: [],
  })
})

test('a parameter that was taken out is told, because the API merges', () => {
  const after = { ...draft, params: { seats: 4 } }
  expect(changesOf(draft, after)).toEqual({ conversation: { params: { seats: 4, city: null } } })
})

test('a secret that was not touched is not sent, and an emptied one is taken away', () => {
  expect(changesOf(draft, { ...draft, authKey: 'Bearer' })).toEqual({
    webhookAuth: { authKey: 'Bearer' },
  })
  expect(changesOf(draft, { ...draft, apiKey: '' })).toEqual({ llm: { apiKey: null } })
})

test('the usual speed is no value of its own, and empty lines are nothing', () => {
  const fast = { ...draft, speed: 1.2 }
  expect(changesOf(draft, fast)).toEqual({ voice: { ttsParams: { speed: 1.2 } } })
  expect(changesOf(fast, draft)).toEqual({ voice: { ttsParams: { speed: null } } })
  expect(changesOf(draft, { ...draft, pokes: ['Still there?', ' '], webhookUrl: ' ' })).toEqual({
    conversation: { pokeMessages: ['Still there?'] },
    webhookUrl: null,
  })
})
