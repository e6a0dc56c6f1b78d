import * as contract from '@parley/contract'
import { allEndpoints, type Endpoint, endpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { operations, pathOf } from './every-endpoint.ts'
import { startTestApp } from './test-app.ts'

const someId = '00000000-0000-7000-8000-000000000000'

test('every endpoint of the contract is served', async () => {
  await using app = await startTestApp()
  for (const operation of operations) {
    const params = Object.fromEntries(
      Object.keys(operation.pathParams).map((name) => [name, someId]),
    )
    await app.call(operation.method, pathOf(operation, params), { key: null })
  }
  const missing = allEndpoints.filter(({ id }) => !app.answered.has(id))
  expect(missing.map(({ id }) => id)).toEqual([])
})

/** Endpoints anywhere in what the contract exports. */
function endpointsIn(value: unknown, depth = 0): Endpoint[] {
  if (typeof value !== 'object' || value === null || depth > 3) return []
  if ('method' in value && 'path' in value && 'reply' in value) return [value as Endpoint]
  return Object.values(value).flatMap((item) => endpointsIn(item, depth + 1))
}

test('every endpoint that is declared is in the table that the SDK and the reference are made from', () => {
  const { allEndpoints: _, endpoints: __, ...rest } = contract
  const declared = endpointsIn(rest)
  expect(declared.length).toBeGreaterThan(50)
  const known = new Set(allEndpoints)
  expect(declared.filter((endpoint) => !known.has(endpoint)).map(({ id }) => id)).toEqual([])
})

test('no two endpoints share an id, or a method and path', () => {
  const ids = allEndpoints.map(({ id }) => id)
  const places = allEndpoints.map(({ method, path }) => `${method} ${path}`)
  for (const names of [ids, places]) {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  }
})

test('groups of the SDK and their methods are named in camel case', () => {
  const names = Object.entries(endpoints).flatMap(([group, calls]) => [
    group,
    ...Object.keys(calls),
  ])
  expect(names.filter((name) => !/^[a-z][a-zA-Z]*$/.test(name))).toEqual([])
})
