import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { type LoggedRequest, toBatch } from './request-batch.ts'
import { firstIdAt } from './rules.ts'

const principal = {
  workspaceId: 'workspace',
  userId: 'user',
  keyId: 'key',
  role: 'owner',
  scopes: new Set<string>(),
  seesAllRows: true,
} as const

const newId = '01980000-0000-7abc-9def-0123456789ab'

const call: LoggedRequest = {
  atMs: 0x0198_1234_5678,
  method: 'GET',
  route: '/a',
  status: 200,
  durationMs: 1.2345,
  principal,
  address: '127.0.0.1',
  userAgent: 'curl',
}

test('callers and routes that recur are sent once', () => {
  const batch = toBatch([call, { ...call, atMs: call.atMs + 1 }, { ...call, route: '/b' }], newId)
  expect(batch).toEqual({
    ids: [
      '01981234-5678-7000-9def-012345670000',
      '01981234-5679-7001-9def-012345670000',
      '01981234-5678-7002-9def-012345670000',
    ],
    callers: [1, 1, 1],
    routes: [1, 1, 2],
    statuses: [200, 200, 200],
    durationsUs: [1235, 1235, 1235],
    workspaceIds: ['workspace'],
    keyIds: ['key'],
    userIds: ['user'],
    addresses: ['127.0.0.1'],
    userAgents: ['curl'],
    lastSeenMs: [call.atMs],
    methods: ['GET', 'GET'],
    paths: ['/a', '/b'],
  })
})

test('an unknown caller, a vanished address and absurd lengths can be written', () => {
  const odd = {
    ...call,
    principal: undefined,
    address: undefined,
    userAgent: 'x'.repeat(10_000),
    durationMs: 1e12,
  }
  const batch = toBatch([odd], newId)
  expect(batch.workspaceIds).toEqual(['00000000-0000-0000-0000-000000000000'])
  expect([batch.keyIds, batch.userIds, batch.addresses]).toEqual([[null], [null], [null]])
  expect(batch.userAgents[0]).toHaveLength(200)
  expect(batch.durationsUs).toEqual([2_147_483_647])
})

test('ids differ within a batch, whatever its size, and are UUIDs of their millisecond', () => {
  const { ids } = toBatch(
    Array.from({ length: 50_000 }, () => call),
    newId,
  )
  expect(new Set(ids).size).toBe(50_000)
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(ids.every((id) => firstIdAt(call.atMs) <= id && id < firstIdAt(call.atMs + 1))).toBe(true)
})
