import { expect } from 'vitest'
import { paths, type ResourceName } from './crm.ts'
import type { TestApp } from './test-app.ts'

export type Result = {
  readonly index: number
  readonly status: string
  readonly id: string | null
  readonly error?: string
  readonly code?: string
  readonly details?: unknown
}

type Wanted = {
  readonly operation: 'create' | 'update' | 'upsert' | 'delete'
  readonly by?: string
  readonly atomic?: boolean
  readonly dry_run?: boolean
  readonly records: readonly unknown[]
}

/** The results of a batch's rows; a refusal of the whole batch fails the test. */
export async function batch(
  app: TestApp,
  resource: ResourceName,
  body: Wanted,
  key = app.owner.apiKey,
): Promise<Result[]> {
  const reply = await app.call('POST', `${paths[resource]}/batch`, { body, key })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { error: null } })
  const results = reply.body.data as Result[]
  expect(results.map(({ index }) => index)).toEqual([...body.records.keys()])
  expect(reply.body.count).toBe(results.filter(({ status }) => status !== 'failed').length)
  return results
}

/** What became of each row: its status, or the code of its refusal. */
export function outcomes(results: readonly Result[]): string[] {
  return results.map(({ status, code }) => code ?? status)
}
