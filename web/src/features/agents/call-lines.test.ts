import { expect, test } from 'vitest'
import {
  nothingSaid,
  type Talk,
  withAnswering,
  withMeasured,
  withSaid,
  withWritten,
} from './call-lines.ts'

const say = (talk: Talk, role: 'user' | 'agent', text: string, isFinal = true) =>
  withSaid(talk, { role, text, isFinal })
const shown = ({ lines }: Talk) => lines.map(({ role, text, latencyMs }) => [role, text, latencyMs])

test('what is still being heard is replaced until it is final', () => {
  let talk = say(nothingSaid, 'agent', 'Hello.')
  talk = say(talk, 'user', 'My na', false)
  talk = say(talk, 'user', 'My name is Ada.')
  talk = say(talk, 'user', 'Ada Byron.')
  expect(shown(talk)).toEqual([
    ['agent', 'Hello.', undefined],
    ['user', 'My name is Ada.', undefined],
    ['user', 'Ada Byron.', undefined],
  ])
  expect(new Set(talk.lines.map(({ id }) => id)).size).toBe(3)
})

test('an answer has its latency, whether its words or its sound come first', () => {
  let talk = say(nothingSaid, 'user', 'One?')
  talk = withMeasured(talk, 700)
  talk = say(talk, 'agent', 'First.')
  talk = say(talk, 'user', 'Two?')
  talk = say(talk, 'agent', 'Second.')
  talk = withMeasured(talk, 900)
  expect(shown(talk).filter(([role]) => role === 'agent')).toEqual([
    ['agent', 'First.', 700],
    ['agent', 'Second.', 900],
  ])
})

test('a further sentence of the same answer is not measured again', () => {
  let talk = withMeasured(say(nothingSaid, 'user', 'One?'), 700)
  talk = say(say(talk, 'agent', 'First.'), 'agent', 'And more.')
  expect(shown(talk).map(([, , latency]) => latency)).toEqual([undefined, 700, undefined])
})

test('what was written is measured until the agent begins to answer', () => {
  let talk = say(withWritten(nothingSaid, 1_000), 'user', 'Hi')
  talk = withAnswering(talk, 1_240)
  talk = say(withAnswering(talk, 2_000), 'agent', 'Hello.')
  expect(shown(talk)).toEqual([
    ['user', 'Hi', undefined],
    ['agent', 'Hello.', 240],
  ])
})
