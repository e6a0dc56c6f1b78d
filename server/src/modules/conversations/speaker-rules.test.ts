import { expect, test } from 'vitest'
import { type Guest, matchVoice, type People, type Voice } from './speaker-rules.ts'

const ada = {
  userId: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@parley.example',
  phoneE164: '+442079460958',
}
const bob = { userId: 'bob', name: 'Bob Noyce', email: 'bob@gmail.com', phoneE164: null }
const guest = (more: Partial<Guest>): Guest => ({
  name: null,
  email: null,
  phoneE164: null,
  isExternal: true,
  contactId: null,
  ...more,
})
const nadia = guest({ name: 'Nadia Ökafor', email: 'nadia@lumen.example', contactId: 'nadia' })
const line = guest({ phoneE164: '+14155552671', contactId: 'line' })
const people: People = {
  colleagues: [ada, bob],
  guests: [
    nadia,
    line,
    guest({ name: 'Ada Lovelace', email: 'ADA@parley.example', isExternal: false }),
  ],
}

test.each<[string, Voice, string, string | null]>([
  ['a member by e-mail in other capitals', { email: ' Ada@Parley.example' }, 'rep', 'ada'],
  ['a member by number', { phoneE164: '+442079460958' }, 'rep', 'ada'],
  ['a member by name, invited too', { name: 'ada  LOVELACE' }, 'rep', 'ada'],
  [
    'a contact by e-mail, whatever the name',
    { name: 'Bob Noyce', email: 'nadia@lumen.example' },
    'customer',
    'nadia',
  ],
  ['a contact by number', { phoneE164: '+14155552671' }, 'customer', 'line'],
  ['a contact by name without accents', { name: 'Nadia Okafor' }, 'customer', 'nadia'],
  ['a first name that one person has', { name: 'Nadia' }, 'customer', 'nadia'],
  ['a name with a title', { name: 'Dr. Nadia Okafor' }, 'customer', 'nadia'],
  ['a colleague who is no member', { name: 'Eve', email: 'eve@parley.example' }, 'rep', null],
  ['a host where anybody has mail', { name: 'Eve', email: 'eve@gmail.com' }, 'unknown', null],
  ['nobody', { name: 'Speaker 2' }, 'unknown', null],
  ['nothing', {}, 'unknown', null],
])('%s', (_, voice, kind, who) => {
  const matched = matchVoice(voice, people)
  expect([matched.kind, matched.userId ?? matched.contactId]).toEqual([kind, who])
})

test('a name that two people have names nobody', () => {
  const twice: People = {
    colleagues: [],
    guests: [
      guest({ name: 'Sam Lee', email: 'sam@a.example', contactId: 'one' }),
      guest({ name: 'Sam Lee', email: 'sam@b.example', contactId: 'two' }),
    ],
  }
  expect(matchVoice({ name: 'Sam Lee' }, twice).kind).toBe('unknown')
  expect(matchVoice({ name: 'Sam' }, twice).kind).toBe('unknown')
  expect(matchVoice({ name: 'Sam Lee', email: 'sam@b.example' }, twice).contactId).toBe('two')
})

test('what the transcript says of somebody stays; what it leaves out is filled in', () => {
  expect(matchVoice({ name: 'N. Okafor', email: 'nadia@lumen.example' }, people)).toMatchObject({
    name: 'N. Okafor',
    email: 'nadia@lumen.example',
  })
  expect(matchVoice({ phoneE164: '+442079460958' }, people)).toMatchObject({
    name: 'Ada Lovelace',
    email: 'ada@parley.example',
  })
})
