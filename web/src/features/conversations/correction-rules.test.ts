import type { Transcript } from '@parley/contract'
import { expect, test } from 'vitest'
import { corrected, fileNameOf, nextSpeaker } from './correction-rules.ts'

const word: [string, number, number, number] = ['Hello', 0, 400, 0.9]
const segment = (position: number, speaker: number, text: string) => ({
  position,
  speaker,
  start_ms: position * 1_000,
  end_ms: position * 1_000 + 900,
  text,
  confidence: 0.9,
  words: [word],
  edited: false,
})
const speaker = (number: number, name: string | null) => ({
  number,
  name,
  email: null,
  kind: 'unknown' as const,
  user_id: null,
  contact_id: null,
})

const transcript = {
  segments: [segment(0, 1, 'Hello'), segment(1, 2, 'Good morning')],
  speakers: [speaker(1, 'Ada'), speaker(2, null)],
} as unknown as Transcript

test('a text that changed loses the times of its words; who spoke leaves them', () => {
  const { segments } = corrected(transcript, {
    segments: [
      { position: 0, text: 'Hallo' },
      { position: 1, speaker: 1 },
    ],
  })
  expect(segments).toMatchObject([
    { text: 'Hallo', words: null, edited: true },
    { speaker: 1, text: 'Good morning', words: [word], edited: true },
  ])
})

test('what is as it was does not count as corrected', () => {
  const changes = { segments: [{ position: 0, text: 'Hello', speaker: 1 }] }
  expect(corrected(transcript, changes).segments).toEqual(transcript.segments)
})

test('a speaker who is new is added without a name, and named', () => {
  const { speakers } = corrected(transcript, {
    segments: [{ position: 1, speaker: nextSpeaker(transcript) }],
    speakers: [{ number: 2, name: 'Nadia', kind: 'customer' }],
  })
  expect(speakers).toMatchObject([
    { number: 1, name: 'Ada', kind: 'unknown' },
    { number: 2, name: 'Nadia', kind: 'customer' },
    { number: 3, name: null, kind: 'unknown' },
  ])
})

test.each([
  ['Quote: 10/2026?', 'srt', 'Quote  10 2026.srt'],
  ['مكالمة', 'txt', 'مكالمة.txt'],
  ['???', 'vtt', 'transcript.vtt'],
])('the transcript of %s is saved as %s', (title, ending, name) => {
  expect(fileNameOf(title, ending).replace(/ +/g, ' ')).toBe(name.replace(/ +/g, ' '))
})
