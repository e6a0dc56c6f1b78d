import { expect } from 'vitest'
import { paths, type ResourceName } from './crm.ts'
import type { TestApp } from './test-app.ts'

/** Asserts that the API refuses each body with VALIDATION_ERROR naming the field, and writes nothing. */
export async function expectRefusedBodies(
  app: TestApp,
  resource: ResourceName,
  valid: Record<string, unknown>,
  table: readonly (readonly [field: string, value: unknown])[],
): Promise<void> {
  const counted = async (): Promise<unknown> =>
    (await app.call('GET', `${paths[resource]}?count=exact`)).body.count
  const before = await counted()
  for (const [field, value] of table) {
    const body = { ...valid, [field]: value }
    const reply = await app.call('POST', paths[resource], { body })
    expect(reply, `${field}: ${JSON.stringify(value)}`).toMatchObject({
      status: 400,
      body: { data: null, code: 'VALIDATION_ERROR', details: { field, message: reply.body.error } },
    })
  }
  expect(await counted()).toBe(before)
}

/** Asserts that the list refuses each query with VALIDATION_ERROR naming the parameter. */
export async function expectRefusedQueries(
  app: TestApp,
  resource: ResourceName,
  table: readonly (readonly [parameter: string, value: string])[],
): Promise<void> {
  for (const [parameter, value] of table) {
    const query = new URLSearchParams([[parameter, value]]).toString()
    const reply = await app.call('GET', `${paths[resource]}?${query}`)
    expect(reply, `${parameter}=${value}`).toMatchObject({
      status: 400,
      body: { data: null, code: 'VALIDATION_ERROR', details: { field: parameter } },
    })
  }
}
