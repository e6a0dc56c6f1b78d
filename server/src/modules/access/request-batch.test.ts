import { expect, test } from 'vitest'
import { type LoggedRequest, toBatch } from './request-batch.ts'

const principal = {
  workspaceId: 'workspace',
  userId: 'user',
  keyId: 'key',
  role: 'owner',
  scopes: new Set<string>(),
  seesAllRows: true,
} as const

const call: LoggedRequest = {
  atMs: 900,
  method: 'GET',
  route: '/a',
  status: 200,
  durationMs: 1.2345,
  principal,
  address: '127.0.0.1',
  userAgent: 'curl',
}

test('callers and routes that recur are sent once', () => {
  const batch = toBatch([call, { ...call, atMs: 950 }, { ...call, route: '/b' }], 1000)
  expect(batch).toEqual({
    agesMs: [100, 50, 100],
    callers: [1, 1, 1],
    routes: [1, 1, 2],
    statuses: [200, 200, 200],
    durationsUs: [1235, 1235, 1235],
    workspaceIds: ['workspace'],
    keyIds: ['key'],
    userIds: ['user'],
    addresses: ['127.0.0.1'],
    userAgents: ['curl'],
    methods: ['GET', 'GET'],
    paths: ['/a', '/b'],
  })
})

test('an unknown caller, a vanished address and absurd lengths and times can be written', () => {
  const odd = {
    ...call,
    principal: undefined,
    address: undefined,
    userAgent: 'x'.repeat(10_000),
    atMs: 5_000_000_000_000,
    durationMs: 1e12,
  }
  const batch = toBatch([odd], 1000)
  expect(batch.workspaceIds).toEqual(['00000000-0000-0000-0000-000000000000'])
  expect([batch.keyIds, batch.userIds, batch.addresses]).toEqual([[null], [null], [null]])
  expect(batch.userAgents[0]).toHaveLength(200)
  expect([batch.agesMs, batch.durationsUs]).toEqual([[0], [2_147_483_647]])
})
