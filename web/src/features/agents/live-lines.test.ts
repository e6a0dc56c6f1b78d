import { expect, test } from 'vitest'
import { type Heard, linesOf, withNotice, withWhisper } from './live-lines.ts'

const turns = [
  { id: '1', speaker: 'agent', text: 'Hello.' },
  { id: '2', speaker: 'user', text: 'I have a question. It is about a boat.' },
] as const
const shown = (recorded: number, heard: readonly Heard[]) =>
  linesOf(turns.slice(0, recorded), heard).map(
    ({ role, text, isFinal }) => `${role}${isFinal ? '' : ' …'}: ${text}`,
  )
const user = (text: string, isFinal: boolean) => ({ type: 'user-text', text, isFinal }) as const

test('what is being heard is replaced, and then by the record of it', () => {
  let heard = withNotice([], user('I have', false), 1)
  heard = withNotice(heard, user('I have a question.', true), 1)
  heard = withNotice(heard, user('It is', false), 1)
  expect(shown(1, heard)).toEqual(['agent: Hello.', 'user: I have a question.', 'user …: It is'])
  heard = withNotice(heard, user('It is about a boat.', true), 1)
  expect(shown(2, heard)).toEqual(['agent: Hello.', 'user: I have a question. It is about a boat.'])
})

test('the same words said again are a line of their own', () => {
  const heard = withNotice([], { type: 'agent-text', text: 'Hello.' }, 1)
  expect(shown(1, heard)).toEqual(['agent: Hello.', 'agent: Hello.'])
  expect(shown(2, heard).filter((line) => line === 'agent: Hello.')).toHaveLength(2)
})

test('what only the agent was told stays where it was told', () => {
  const heard = withWhisper([], 'Offer ten percent.', 1)
  expect(shown(1, heard)).toEqual(['agent: Hello.', 'whisper: Offer ten percent.'])
  expect(shown(2, heard)[1]).toBe('whisper: Offer ten percent.')
})

test('lines keep names of their own', () => {
  const heard = ['One.', 'Two.', 'Three.'].reduce<readonly Heard[]>(
    (before, text) => withNotice(before, user(text, true), 0),
    [],
  )
  expect(new Set(heard.map(({ id }) => id)).size).toBe(3)
  expect(withNotice(heard, { type: 'state', state: 'thinking' }, 0)).toBe(heard)
})
