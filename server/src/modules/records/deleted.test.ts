import { expect, test } from 'vitest'
import { make, makeRep, paths, type ResourceName, resourceNames } from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

async function binOf(app: TestApp, resource: ResourceName, query = '', key = app.owner.apiKey) {
  const reply = await app.call('GET', `${paths[resource]}/deleted${query}`, { key })
  expect(reply).toMatchObject({ status: 200, body: { error: null } })
  return reply.body as { data: { id: string; deleted_at: string }[]; pagination: object }
}

async function remove(app: TestApp, resource: ResourceName, id: string): Promise<void> {
  expect((await app.call('DELETE', `${paths[resource]}/${id}`)).status).toBe(200)
}

test.each(resourceNames)('deleted %s are in the bin until they are restored', async (resource) => {
  await using app = await startTestApp()
  const kept = await make(app, resource)
  const record = await make(app, resource)
  expect((await binOf(app, resource)).data).toEqual([])
  await remove(app, resource, record.id)
  const { data } = await binOf(app, resource)
  expect(data).toMatchObject([{ id: record.id }])
  expect(Object.keys(data[0] ?? {}).sort()).toEqual([...Object.keys(kept), 'deleted_at'].sort())
  expect(Date.parse(data[0]?.deleted_at ?? '')).toBeGreaterThan(0)
  await app.call('POST', `${paths[resource]}/${record.id}/restore`)
  expect((await binOf(app, resource)).data).toEqual([])
})

test('the bin has the latest deleted first, by pages, and is searched by words', async () => {
  await using app = await startTestApp()
  const ids: string[] = []
  for (const name of ['Acme Steel', 'Acme Paper', 'Zenith']) {
    ids.push((await make(app, 'companies', { name })).id)
  }
  for (const id of ids) await remove(app, 'companies', id)
  const first = await binOf(app, 'companies', '?limit=2')
  expect(first.data.map(({ id }) => id)).toEqual([ids[2], ids[1]])
  expect(first.pagination).toMatchObject({ total: 3, hasMore: true, totalPages: 2 })
  const second = await binOf(app, 'companies', '?limit=2&offset=2')
  expect(second.data.map(({ id }) => id)).toEqual([ids[0]])
  expect(second.pagination).toMatchObject({ total: 3, hasMore: false, page: 2 })
  const found = await binOf(app, 'companies', '?search=acme%20pap')
  expect(found.data.map(({ id }) => id)).toEqual([ids[1]])
})

test('a rep finds only their own in the bin, and another workspace nothing', async () => {
  await using app = await startTestApp()
  const rep = await makeRep(app)
  const other = await app.newWorkspace()
  const own = await make(app, 'contacts', {}, rep.key)
  const foreign = await make(app, 'contacts')
  await remove(app, 'contacts', own.id)
  await remove(app, 'contacts', foreign.id)
  const { data } = await binOf(app, 'contacts', '', rep.key)
  expect(data.map(({ id }) => id)).toEqual([own.id])
  expect((await binOf(app, 'contacts', '', other.apiKey)).data).toEqual([])
})
