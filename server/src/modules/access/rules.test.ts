import { describe, expect, test } from 'vitest'
import { v7 } from 'uuid'
import {
  addressGroup,
  decideRepeat,
  effectiveScopes,
  firstIdAt,
  isAboveStandard,
  notGrantable,
  requestsAnHour,
  statusRange,
} from './rules.ts'

const everything = ['read', 'write', 'delete', 'admin']

describe('a key does no more than its user may', () => {
  const cases: [string[], Parameters<typeof effectiveScopes>[1], string[]][] = [
    [everything, 'owner', everything],
    [['admin'], 'admin', everything],
    [['admin'], 'manager', ['read', 'write', 'delete']],
    [['admin'], 'rep', ['read', 'write', 'delete']],
    [['admin'], 'viewer', ['read']],
    [everything, 'viewer', ['read']],
    [['write', 'delete'], 'viewer', []],
    [['read', 'contacts:write', 'deals:read'], 'viewer', ['read', 'deals:read']],
    [['contacts:write'], 'rep', ['contacts:write']],
    [['write'], 'owner', ['write']],
  ]
  test.each(cases)('%j of a key of a %s leave %j', (granted, role, left) => {
    expect([...effectiveScopes(granted, role)].sort()).toEqual([...left].sort())
  })
})

test('nobody gives a permission they do not have', () => {
  expect(notGrantable(['read', 'admin'], new Set(['admin']))).toEqual([])
  expect(notGrantable(['read', 'contacts:write'], new Set(['read', 'write']))).toEqual([])
  expect(notGrantable(['read', 'write'], new Set(['read', 'contacts:write']))).toEqual(['write'])
  expect(notGrantable(['contacts:write'], new Set(['contacts:write']))).toEqual([])
  expect(notGrantable(['admin'], new Set(['read', 'write', 'delete']))).toEqual(['admin'])
})

test("a key's own limit goes before its tier's", () => {
  expect(requestsAnHour('standard', null)).toBe(1_000)
  expect(requestsAnHour('premium', null)).toBe(5_000)
  expect(requestsAnHour('enterprise', null)).toBe(10_000)
  expect(requestsAnHour('enterprise', 7)).toBe(7)
})

test('more than 1,000 requests an hour are above standard', () => {
  expect(isAboveStandard('standard', null)).toBe(false)
  expect(isAboveStandard(undefined, 1_000)).toBe(false)
  expect(isAboveStandard(undefined, 1_001)).toBe(true)
  expect(isAboveStandard('premium', 10)).toBe(true)
})

test('one subscriber shares one allowance of wrong keys, whatever address of theirs they take', () => {
  const cases = [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['not an address', 'not an address'],
  ]
  for (const [address = '', group] of cases) expect(addressGroup(address)).toBe(group)
})

test('ids made in a millisecond lie between its first id and that of the next', () => {
  const msecs = Date.UTC(2026, 0, 2, 3, 4, 5, 6)
  const ids = Array.from({ length: 100 }, () => v7({ msecs }))
  expect(ids.every((id) => firstIdAt(msecs) < id && id < firstIdAt(msecs + 1))).toBe(true)
  expect(firstIdAt(-1)).toBe('00000000-0000-7000-8000-000000000000')
})

test('a repeated request is answered by what became of the first', () => {
  const first = { fingerprint: 'a', reservedAtMs: 1_000, status: null, body: null }
  const answered = { ...first, status: 201, body: '{}' }
  expect(decideRepeat(first, 'b', 1_001)).toBe('other_request')
  expect(decideRepeat(first, 'a', 60_999)).toBe('in_progress')
  expect(decideRepeat(first, 'a', 61_000)).toBe('outcome_unknown')
  expect(decideRepeat(answered, 'b', 90_000)).toBe('other_request')
  expect(decideRepeat(answered, 'a', 90_000)).toBe('repeat')
  expect(decideRepeat({ ...answered, body: null }, 'a', 90_000)).toBe('reply_not_kept')
})

test('a status filter is one status or a class of them', () => {
  expect(statusRange('429')).toEqual({ min: 429, max: 429 })
  expect(statusRange('4xx')).toEqual({ min: 400, max: 499 })
  expect(statusRange(undefined)).toEqual({ min: 0, max: 999 })
})
