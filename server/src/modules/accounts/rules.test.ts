import type { Role } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  canonicalTimeZone,
  decideRoleChange,
  grantsOfRole,
  isForgeable,
  mayInvite,
  slugOf,
  statusOfInvitation,
} from './rules.ts'

test.each<[Role, string, boolean]>([
  ['owner', 'read write delete admin', true],
  ['admin', 'read write delete admin', true],
  ['manager', 'read write delete', true],
  ['rep', 'read write delete', false],
  ['viewer', 'read', true],
])('%s may %s', (role, scopes, seesAllRows) => {
  const granted = grantsOfRole(role)
  expect([...granted.scopes].join(' ')).toBe(scopes)
  expect(granted.seesAllRows).toBe(seesAllRows)
})

const own = 'http://127.0.0.1:3000'
const site = 'https://parley.example.com'

test.each<
  [
    string,
    { method?: string; origin?: string; secFetchSite?: string; publicOrigin?: string },
    boolean,
  ]
>([
  ['a read from anywhere', { method: 'GET', origin: 'https://evil.example' }, false],
  ['a HEAD from anywhere', { method: 'HEAD', secFetchSite: 'cross-site' }, false],
  ['a POST of the own page', { origin: own }, false],
  ['a POST the browser calls same-origin', { secFetchSite: 'same-origin' }, false],
  ['a POST through a proxy that ends TLS', { origin: site, secFetchSite: 'same-origin' }, false],
  ['a POST from the public address', { origin: site, publicOrigin: site }, false],
  [
    'a POST from the public address to another host of ours',
    { origin: site, publicOrigin: site, secFetchSite: 'same-site' },
    false,
  ],
  ['a POST from another site', { origin: 'https://evil.example' }, true],
  ['a POST the browser calls cross-site', { secFetchSite: 'cross-site' }, true],
  ['a POST from a sibling domain', { origin: own, secFetchSite: 'same-site' }, true],
  ['a POST from a sandboxed frame', { origin: 'null' }, true],
  ['a POST that says nothing of its origin', {}, true],
  ['a POST from our host over another scheme', { origin: 'https://127.0.0.1:3000' }, true],
  ['a POST from our host on another port', { origin: 'http://127.0.0.1:3001' }, true],
  ['a DELETE from another site', { method: 'DELETE', origin: 'https://evil.example' }, true],
])('%s', (_title, request, forgeable) => {
  expect(
    isForgeable({
      method: 'POST',
      origin: undefined,
      secFetchSite: undefined,
      publicOrigin: undefined,
      ownOrigin: own,
      ...request,
    }),
  ).toBe(forgeable)
})

test.each<[Role, Role, Role | undefined, number, string]>([
  ['owner', 'rep', 'manager', 1, 'allowed'],
  ['admin', 'rep', 'admin', 1, 'allowed'],
  ['admin', 'rep', 'owner', 1, 'owners_only'],
  ['admin', 'owner', 'rep', 2, 'owners_only'],
  ['admin', 'owner', undefined, 2, 'owners_only'],
  ['owner', 'rep', 'owner', 1, 'allowed'],
  ['owner', 'owner', 'admin', 2, 'allowed'],
  ['owner', 'owner', 'admin', 1, 'last_owner'],
  ['owner', 'owner', 'owner', 1, 'allowed'],
  ['owner', 'owner', undefined, 1, 'last_owner'],
  ['owner', 'owner', undefined, 2, 'allowed'],
  ['admin', 'viewer', undefined, 1, 'allowed'],
])('%s turns %s into %s of %i owners: %s', (...row) => {
  const [actor, from, to, ownerCount, decision] = row
  expect(decideRoleChange({ actor, from, to, ownerCount })).toBe(decision)
})

test('only an owner invites owners', () => {
  expect(mayInvite('admin', 'owner')).toBe(false)
  expect(mayInvite('owner', 'owner')).toBe(true)
  expect(mayInvite('admin', 'admin')).toBe(true)
})

test('a pending invitation expires at its moment, a finished one never changes', () => {
  const expiresAt = '2026-01-08T00:00:00.000Z'
  const at = (status: 'pending' | 'accepted' | 'revoked', now: string) =>
    statusOfInvitation({ status, expiresAt }, new Date(now))
  expect(at('pending', '2026-01-07T23:59:59.999Z')).toBe('pending')
  expect(at('pending', '2026-01-08T00:00:00.000Z')).toBe('expired')
  expect(at('accepted', '2026-02-01T00:00:00.000Z')).toBe('accepted')
  expect(at('revoked', '2026-02-01T00:00:00.000Z')).toBe('revoked')
})

test.each<[string, string | undefined]>([
  ['Europe/Paris', 'Europe/Paris'],
  ['europe/paris', 'Europe/Paris'],
  ['UTC', 'UTC'],
  ['+01:00', undefined],
  ['Mars/Olympus', undefined],
  ['', undefined],
])('the time zone %j is %s', (name, canonical) => {
  expect(canonicalTimeZone(name)).toBe(canonical)
})

test.each([
  ['Acme Ltd.', 'acme-ltd-x1'],
  ['  Ünïted  ', 'united-x1'],
  ['株式会社', 'workspace-x1'],
])('the workspace %j is at %s', (name, slug) => {
  expect(slugOf(name, 'x1')).toBe(slug)
})
