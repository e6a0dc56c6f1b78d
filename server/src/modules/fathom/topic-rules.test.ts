import { expect, test } from 'vitest'
import { coachRatingOf, readTopic } from './topic-rules.ts'

test.each([
  [4.5, 45],
  ['4.5', 45],
  ['4.5/5', 90],
  ['7 of 10', 70],
  [85, 85],
  ['85%', 85],
  ['9%', 9],
  [0, 0],
])('a coach rating of %s is %s of a hundred, and kept as sent', (given, expected) => {
  const problems: string[] = []
  const rating = coachRatingOf(given, (sentence) => problems.push(sentence))
  expect(rating).toEqual({ coach_rating: expected, coach_rating_raw: String(given) })
  expect(problems).toEqual([])
})

test.each(['great', '6/5', -1, 101])('a coach rating of %s is kept as sent alone', (given) => {
  const problems: string[] = []
  const rating = coachRatingOf(given, (sentence) => problems.push(sentence))
  expect(rating).toEqual({ coach_rating_raw: String(given) })
  expect(problems).toHaveLength(1)
})

const now = new Date('2026-01-05T09:00:00Z')

test.each([
  [
    { shareId: 'a', callsId: '1', recording_id: 7 },
    { shareId: 'a', callsId: '1', recordingId: '7' },
  ],
  [{ share_id: 'a' }, { shareId: 'a' }],
  [{ transcript_url: 'https://fathom.video/share/tok_1?x' }, { shareId: 'tok_1' }],
  [{ transcript_url: 'https://fathom.video/calls/99?timestamp=5' }, { callsId: '99' }],
  [{}, {}],
])('ids of %j', (fields, ids) => {
  const read = readTopic({ topic: 'transcript', ...fields }, now)
  expect(read).toMatchObject({ reading: { ids } })
})

test('a deadline in days counts from when it was heard', () => {
  const body = { topic: 'action_items', action_item: { description: 'x' }, deadline_days: '3' }
  expect(readTopic(body, now)).toMatchObject({
    reading: { actionItems: [{ title: 'x', deadlineAt: '2026-01-08T09:00:00.000Z' }] },
  })
})
