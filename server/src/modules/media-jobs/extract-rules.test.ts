import { expect, test } from 'vitest'
import { clock, pickSentences, sentencesOf, toStretches } from './extract-rules.ts'

const segment = (text: string, startMs = 0) => ({
  text,
  startMs,
  endMs: startMs + 10_000,
  speaker: 1,
})

test('segments become sentences, each with about the time at which it begins', () => {
  const sentences = sentencesOf([segment('Hello there. How are you?', 60_000)])
  expect(sentences.map(({ text }) => text)).toEqual(['Hello there.', 'How are you?'])
  expect(sentences[0]?.startMs).toBe(60_000)
  expect(sentences[1]?.startMs).toBeGreaterThan(63_000)
})

test('what the talk is about is picked, in its order, and small talk is not', () => {
  const talk = sentencesOf(
    [
      'Hello, can you hear me?',
      'Yes, good morning.',
      'The delivery of the pumps to the Hamburg plant is late by three weeks.',
      'Okay.',
      'Without the pumps the plant in Hamburg cannot start its production line.',
      'I see.',
      'We could send the pumps from the warehouse in Rotterdam instead of the factory.',
      'Thanks, bye.',
    ].map((text) => segment(text)),
  )
  const picked = pickSentences(talk, 3).map(({ text }) => text)
  expect(picked).toHaveLength(3)
  expect(picked.join(' ')).toMatch(/late by three weeks.*production line.*Rotterdam/)
})

test('the same said twice is picked once', () => {
  const talk = sentencesOf(
    ['The invoice number is wrong again.', 'The invoice number is wrong again.', 'Please send a corrected document.'].map(
      (text) => segment(text),
    ),
  )
  expect(new Set(pickSentences(talk, 2).map(({ text }) => text)).size).toBe(2)
})

test('nothing, one word and no marks at all are no mistakes', () => {
  expect(pickSentences(sentencesOf([]), 3)).toEqual([])
  expect(pickSentences(sentencesOf([segment('ja')]), 3)).toHaveLength(1)
  expect(sentencesOf([segment('no marks at all')])).toHaveLength(1)
})

test('stretches hold every sentence once and are of about equal length', () => {
  const talk = sentencesOf(Array.from({ length: 20 }, (_, index) => segment(`Sentence ${index}.`)))
  const stretches = toStretches(talk, 4)
  expect(stretches).toHaveLength(4)
  expect(stretches.flat()).toEqual(talk)
  for (const stretch of stretches) expect(stretch.length).toBeLessThanOrEqual(7)
})

test('clocks show hours only when there are any', () => {
  expect([0, 61_000, 3_723_000].map(clock)).toEqual(['0:00', '1:01', '1:02:03'])
})
