import { expect, test } from 'vitest'
import { mayChange, mayKeep } from './view-rules.ts'

const person = { userId: 'me', isKey: false, mayWrite: true, isAdmin: false }
const viewer = { ...person, mayWrite: false }
const admin = { ...person, isAdmin: true }
const readingKey = { ...person, isKey: true, mayWrite: false }
const writingKey = { ...person, isKey: true }

test.each([
  ['who may write', person, true, true],
  ['who may only read', viewer, true, false],
  ['a key that may write', writingKey, true, true],
  ['a key that may only read', readingKey, false, false],
])('%s keeps private and shared views', (_, caller, privately, shared) => {
  expect(mayKeep(caller, { visibility: 'private' })).toBe(privately)
  expect(mayKeep(caller, { visibility: 'workspace' })).toBe(shared)
})

test.each([
  ['their own private one', person, { owner_id: 'me', visibility: 'private' }, true],
  ['their own shared one', person, { owner_id: 'me', visibility: 'workspace' }, true],
  ['another’s shared one', person, { owner_id: 'them', visibility: 'workspace' }, false],
  ['another’s shared one as admin', admin, { owner_id: 'them', visibility: 'workspace' }, true],
  ['another’s private one as admin', admin, { owner_id: 'them', visibility: 'private' }, false],
  ['one whose owner left', person, { owner_id: null, visibility: 'workspace' }, false],
  ['one whose owner left, as admin', admin, { owner_id: null, visibility: 'workspace' }, true],
  ['their own private one as viewer', viewer, { owner_id: 'me', visibility: 'private' }, true],
  ['their own shared one as viewer', viewer, { owner_id: 'me', visibility: 'workspace' }, false],
  ['their own by a key that reads', readingKey, { owner_id: 'me', visibility: 'private' }, false],
] as const)('whether somebody changes %s', (_, caller, view, expected) => {
  expect(mayChange(caller, view)).toBe(expected)
})
