import { savedViewLimits } from '@parley/contract'
import { expect, test } from 'vitest'
import { makeBrowser, makeMember, makeWorkspace } from '../../../test/people.ts'
import { startTestApp } from '../../../test/test-app.ts'
import type { Role } from '../../platform/access.ts'

const path = '/functions/v1/saved-views'
const everything = ['read', 'write', 'delete', 'admin'] as const
const newest = { table: 'contacts', name: 'Newest', query: 'sort=created_at&order=desc' } as const

/** An app, its owner, and a rep beside them. */
async function start() {
  const app = await startTestApp()
  const { workspaceId } = app.owner
  const join = async (role: Role, scopes: readonly string[] = everything) => {
    const { userId } = await app.newMember(workspaceId, role)
    const key = await app.newKey({ workspaceId, userId, scopes })
    return { userId, key, views: app.clientOf(key).savedViews }
  }
  return { app, owner: app.client.savedViews, join, rep: await join('rep') }
}

test('a view is kept, listed by name, changed and deleted', async () => {
  const { app, owner } = await start()
  await using _ = app
  const made = await owner.create(newest)
  expect(made).toMatchObject({
    ...newest,
    visibility: 'private',
    owner_id: app.owner.userId,
    owner_name: 'Test owner',
    may_change: true,
  })
  await owner.create({ table: 'contacts', name: 'all' })
  await owner.create({ table: 'deals', name: 'Board', query: 'view=kanban' })
  const named = async (query: { table?: 'contacts' }) =>
    (await owner.list(query)).data.map(({ name }) => name)
  expect(await named({ table: 'contacts' })).toEqual(['all', 'Newest'])
  expect(await named({})).toEqual(['all', 'Newest', 'Board'])
  expect((await owner.list({ limit: 1, offset: 1 })).pagination).toMatchObject({
    total: 3,
    hasMore: true,
  })

  const changed = await owner.update(made.id, { name: 'By name', query: 'sort=full_name' })
  expect(changed).toMatchObject({ id: made.id, name: 'By name', query: 'sort=full_name' })
  expect(await owner.update(made.id, {})).toMatchObject({ name: 'By name', visibility: 'private' })
  expect(await owner.delete(made.id)).toEqual({ id: made.id, deleted: true })
  expect(await named({ table: 'contacts' })).toEqual(['all'])
  expect((await app.call('DELETE', `${path}/${made.id}`)).body).toMatchObject({
    code: 'SAVED_VIEW_NOT_FOUND',
  })
})

test('a private view exists for its owner alone, a shared one for everybody', async () => {
  const { app, owner, rep, join } = await start()
  await using _ = app
  const mine = await rep.views.create(newest)
  const ours = await rep.views.create({ ...newest, name: 'Ours', visibility: 'workspace' })
  expect((await owner.list()).data).toMatchObject([
    { id: ours.id, owner_id: rep.userId, owner_name: 'Test rep', may_change: true },
  ])
  const other = await join('manager')
  expect((await other.views.list()).data).toMatchObject([{ id: ours.id, may_change: false }])

  for (const [method, body] of [['PATCH', { name: 'Taken' }], ['DELETE']] as const) {
    // Not even for an owner of the workspace.
    const hidden = await app.call(method, `${path}/${mine.id}`, { body })
    expect(hidden).toMatchObject({ status: 404, body: { code: 'SAVED_VIEW_NOT_FOUND' } })
    const refused = await app.call(method, `${path}/${ours.id}`, { key: other.key, body })
    expect(refused).toMatchObject({ status: 403, body: { code: 'INSUFFICIENT_PERMISSIONS' } })
  }
  // Taken back, it is nobody else's any more.
  await rep.views.update(ours.id, { visibility: 'private' })
  expect((await owner.list()).data).toEqual([])
  expect((await rep.views.list()).data).toHaveLength(2)
})

test('owners and admins change and delete what others shared, but do not hide it', async () => {
  const { app, rep, join } = await start()
  await using _ = app
  const shared = await rep.views.create({ ...newest, visibility: 'workspace' })
  const admin = await join('admin')
  expect(await admin.views.update(shared.id, { name: 'Tidied' })).toMatchObject({
    name: 'Tidied',
    owner_id: rep.userId,
  })
  const hide = { key: admin.key, body: { visibility: 'private' } }
  expect(await app.call('PATCH', `${path}/${shared.id}`, hide)).toMatchObject({
    status: 403,
    body: { error: 'A shared view is made private by whoever made it.' },
  })
  await admin.views.delete(shared.id)
  expect((await rep.views.list()).data).toEqual([])
})

test('somebody who may only read keeps views, shares none, and their key writes nothing', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const { workspaceId } = workspace
  const viewer = await makeMember(app, workspace, 'viewer')
  const browser = makeBrowser(app)
  await browser.signIn(viewer.email)
  const send = async (method: string, end: string, body: object) => {
    const reply = await browser.send(method, path + end, body)
    return { status: reply.status, body: (await reply.json()) as { data: { id: string } } }
  }
  const { body, status } = await send('POST', '', newest)
  expect(status).toBe(201)
  const one = `/${body.data.id}`
  expect(await send('PATCH', one, { name: 'Mine' })).toMatchObject({ status: 200 })
  const refusal = { status: 403, body: { error: "This needs the permission 'write'." } }
  const share = { visibility: 'workspace' }
  expect(await send('PATCH', one, share)).toMatchObject(refusal)
  expect(await send('POST', '', { ...newest, ...share })).toMatchObject(refusal)

  const key = await app.newKey({ workspaceId, userId: viewer.userId, scopes: ['read'] })
  expect((await app.clientOf(key).savedViews.list()).data).toMatchObject([{ name: 'Mine' }])
  expect(await app.call('POST', path, { key, body: newest })).toMatchObject(refusal)
  expect(await app.call('DELETE', path + one, { key })).toMatchObject({ status: 403 })
  expect((await browser.send('DELETE', path + one)).status).toBe(200)
})

test('a person has one view of a name in each table, whatever its case', async () => {
  const { app, owner, rep } = await start()
  await using _ = app
  await owner.create(newest)
  const again = await app.call('POST', path, { body: { ...newest, name: ' NEWEST ' } })
  expect(again).toMatchObject({
    status: 409,
    body: {
      code: 'DUPLICATE_NAME',
      error: 'Another view of this table has that name.',
      details: { field: 'name' },
    },
  })
  const other = await owner.create({ ...newest, name: 'Oldest' })
  const renamed = await app.call('PATCH', `${path}/${other.id}`, { body: { name: 'newest' } })
  expect(renamed).toMatchObject({ status: 409, body: { code: 'DUPLICATE_NAME' } })
  expect(await owner.update(other.id, { name: 'OLDEST' })).toMatchObject({ name: 'OLDEST' })
  // Of another table and of another person.
  await owner.create({ ...newest, table: 'deals' })
  await rep.views.create({ ...newest, visibility: 'workspace' })
})

test('a person keeps a hundred views of a table, and not one more at the same moment', async () => {
  const { app, owner, rep } = await start()
  await using _ = app
  const { perTable } = savedViewLimits
  const { workspaceId, userId } = app.owner
  await app.db.pool.query(
    `insert into saved_view (workspace_id, id, owner_id, private_to, of_table, name, query,
       created_at, updated_at)
     select $1, gen_random_uuid(), $2, $2, 'contacts', 'View ' || n, '', now(), now()
     from generate_series(1, $3) n`,
    [workspaceId, userId, perTable - 1],
  )
  const bodies = ['One', 'Other'].map((name) => ({ ...newest, name }))
  const replies = await Promise.all(bodies.map((body) => app.call('POST', path, { body })))
  expect(replies.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    201, 409,
  ])
  expect(replies.find(({ status }) => status === 409)).toMatchObject({
    body: { code: 'CONFLICT', error: 'A person keeps at most 100 views of a table.' },
  })
  await owner.create({ ...newest, table: 'deals' })
  await rep.views.create(newest)
})

test('what cannot be a view is refused with the name of the field', async () => {
  const { app } = await start()
  await using _ = app
  const { id } = await app.client.savedViews.create(newest)
  const longest = 'q='.padEnd(savedViewLimits.queryBytes, 'a')
  const wrong: readonly (readonly [string, object])[] = [
    ['table', { ...newest, table: 'invoices' }],
    ['table', { name: 'No table' }],
    ['name', { ...newest, name: ' ' }],
    ['name', { ...newest, name: 'n'.repeat(81) }],
    ['name', { table: 'contacts' }],
    ['query', { ...newest, query: `${longest}a` }],
    ['query', { ...newest, query: 'q=a b' }],
    ['query', { ...newest, query: { q: 'a' } }],
    ['visibility', { ...newest, visibility: 'public' }],
  ]
  for (const [field, body] of wrong) {
    const reply = await app.call('POST', path, { body })
    const refusal = { data: null, code: 'VALIDATION_ERROR', details: { field } }
    expect(reply, JSON.stringify(body).slice(0, 80)).toMatchObject({ status: 400, body: refusal })
  }
  const renamed = await app.call('PATCH', `${path}/${id}`, { body: { name: null } })
  expect(renamed).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
  expect(await app.call('PATCH', `${path}/7`, { body: {} })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_ID_FORMAT' },
  })
  expect(await app.call('GET', `${path}?table=invoices`)).toMatchObject({ status: 400 })
  expect(await app.client.savedViews.update(id, { query: longest })).toMatchObject({
    query: longest,
  })
})

test('when somebody leaves, what they shared stays and what was theirs alone goes', async () => {
  const { app, owner, rep } = await start()
  await using _ = app
  await rep.views.create(newest)
  const shared = await rep.views.create({ ...newest, name: 'Ours', visibility: 'workspace' })
  const { data: members } = await app.client.members.list()
  const member = members.find(({ user_id: userId }) => userId === rep.userId)
  await app.client.members.remove(member?.id ?? '')
  expect((await owner.list()).data).toMatchObject([
    { id: shared.id, owner_id: null, owner_name: null, may_change: true },
  ])
  const { rows } = await app.db.pool.query('select name from saved_view')
  expect(rows).toEqual([{ name: 'Ours' }])
  expect(await owner.update(shared.id, { name: 'Kept' })).toMatchObject({ name: 'Kept' })
})

test('a workspace sees none of another, private or shared', async () => {
  const { app, owner } = await start()
  await using _ = app
  const shared = await owner.create({ ...newest, visibility: 'workspace' })
  const { apiKey } = await app.newWorkspace()
  const theirs = app.clientOf(apiKey).savedViews
  expect((await theirs.list()).data).toEqual([])
  const reply = await app.call('PATCH', `${path}/${shared.id}`, { key: apiKey, body: {} })
  expect(reply).toMatchObject({ status: 404, body: { code: 'SAVED_VIEW_NOT_FOUND' } })
  // Names are taken within a workspace only.
  await theirs.create({ ...newest, visibility: 'workspace' })
})
