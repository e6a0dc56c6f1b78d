import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/** Where each resource of the CRM lives. */
export const paths = {
  contacts: '/functions/v1/api-v1-contacts',
  companies: '/functions/v1/api-v1-companies',
  deals: '/functions/v1/api-v1-deals',
  tasks: '/functions/v1/api-v1-tasks',
  meetings: '/functions/v1/api-v1-meetings',
  calls: '/functions/v1/api-v1-calls',
  activities: '/functions/v1/api-v1-activities',
} as const

export type ResourceName = keyof typeof paths
export const resourceNames = Object.keys(paths) as ResourceName[]

/** A body that is just enough; `n` keeps the unique fields of several apart. */
export const least: Record<ResourceName, (n?: number) => Record<string, unknown>> = {
  contacts: (n = 0) => ({ first_name: `Contact ${n}`, email: `contact${n}@example.com` }),
  companies: (n = 0) => ({ name: `Company ${n}` }),
  deals: (n = 0) => ({ title: `Deal ${n}`, value: 1000, expected_close_date: '2025-02-15' }),
  tasks: (n = 0) => ({ title: `Task ${n}`, due_date: '2025-01-15' }),
  meetings: (n = 0) => ({ title: `Meeting ${n}` }),
  calls: (n = 0) => ({ call_date: '2025-01-15T14:00:00Z', notes: `Call ${n}` }),
  activities: (n = 0) => ({ activity_type: 'call', description: `Call ${n}`, date: '2025-01-15' }),
}

/** A record as the API answers it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Shown = Record<string, any> & { readonly id: string }

/** Creates a record with the least fields and those given; a refusal fails the test. */
export async function make(
  app: TestApp,
  resource: ResourceName,
  fields: Record<string, unknown> = {},
  key = app.owner.apiKey,
): Promise<Shown> {
  made += 1
  const body = { ...least[resource](made), ...fields }
  const reply = await app.call('POST', paths[resource], { body, key })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 201, body: { error: null } })
  return reply.body.data as Shown
}
let made = 0

/** The rows of a list, by its query. */
export async function rowsOf(
  app: TestApp,
  resource: ResourceName,
  query: Record<string, string | number> = {},
  key = app.owner.apiKey,
): Promise<Shown[]> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.set(name, String(value))
  const reply = await app.call('GET', `${paths[resource]}?${search.toString()}`, { key })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { error: null } })
  return reply.body.data as Shown[]
}

/** One field of every row of a list. */
export async function valuesOf(
  app: TestApp,
  resource: ResourceName,
  field: string,
  query: Record<string, string | number>,
): Promise<unknown[]> {
  return (await rowsOf(app, resource, query)).map((row): unknown => row[field])
}

/** What was announced about a record, oldest first. */
export async function eventsOf(app: TestApp, id: string): Promise<{ name: string; data: Shown }[]> {
  const { rows } = await app.db.pool.query<{ name: string; payload: string }>(
    'select name, payload from event where subject_id = $1 order by seq',
    [id],
  )
  return rows.map(({ name, payload }) => ({ name, data: JSON.parse(payload) as Shown }))
}

/** Names of what was announced about a record, oldest first. */
export async function announced(app: TestApp, id: string): Promise<string[]> {
  return (await eventsOf(app, id)).map(({ name }) => name)
}

/** A member of the app's workspace with a key that lacks the admin scope. */
export async function makeRep(app: TestApp, scopes = ['read', 'write', 'delete']) {
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  return { userId, key: await app.newKey({ workspaceId, userId, scopes }) }
}

/** An id that no record has. */
export const nobody = '0199a0de-0000-7000-8000-000000000000'

/** Changes a record; a refusal fails the test. */
export async function change(
  app: TestApp,
  resource: ResourceName,
  id: string,
  fields: object,
): Promise<Shown> {
  const reply = await app.call('PUT', `${paths[resource]}/${id}`, { body: fields })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { error: null } })
  return reply.body.data as Shown
}
