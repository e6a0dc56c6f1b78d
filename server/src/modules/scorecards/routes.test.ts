import type { Scorecard } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { builtIns } from './built-ins/index.ts'
import { chooseScorecard } from './index.ts'

const path = '/functions/v1/scorecards'
const criteria = [
  { name: 'Greeting', kind: 'boolean', weight: 40 },
  { name: 'Énergie', kind: 'scale', max: 10, weight: 60, guidance: 'Tempo, tone.' },
  { name: 'Notes', kind: 'text' },
] as const

async function list(app: TestApp, query = ''): Promise<Scorecard[]> {
  return (await app.call('GET', path + query)).body.data as Scorecard[]
}

async function named(app: TestApp, name: string): Promise<Scorecard> {
  const found = (await list(app)).find((scorecard) => scorecard.name === name)
  if (!found) throw new Error(`There is no scorecard ${name}.`)
  return found
}

async function create(app: TestApp, body: object): Promise<Scorecard> {
  const reply = await app.call('POST', path, { body })
  expect(reply).toMatchObject({ status: 201 })
  return reply.body.data as Scorecard
}

test('every workspace has the built-in scorecards, and the general call for every kind', async () => {
  await using app = await startTestApp()
  const [first, second] = await Promise.all([list(app), list(app)])
  expect(first).toEqual(second)
  expect(new Set(first.map(({ built_in: key }) => key))).toEqual(
    new Set(builtIns.map(({ key }) => key)),
  )
  const general = await named(app, 'General call')
  expect(general).toMatchObject({
    version: 1,
    outcome_rule: 'traditional',
    default_for: ['agent_call', 'call', 'meeting', 'recording'],
  })
  expect(general.criteria.map(({ weight }) => weight)).toEqual([20, 30, 30, 20])
  const french = await named(app, 'Coach closing')
  expect(french).toMatchObject({ language: 'fr', criteria: [] })
  expect(french.stages).toHaveLength(10)
})

test('a scorecard of one’s own gets keys, and every change of its content a version', async () => {
  await using app = await startTestApp()
  const made = await create(app, { name: 'Setter', criteria })
  expect(made).toMatchObject({ version: 1, built_in: null, default_for: [], archived: false })
  expect(made.criteria).toMatchObject([
    { key: 'greeting', weight: 40, max: null },
    { key: 'energie', weight: 60, max: 10, guidance: 'Tempo, tone.' },
    { key: 'notes', weight: 0, max: null },
  ])
  const patch = (body: object) => app.call('PATCH', `${path}/${made.id}`, { body })
  expect(
    (
      await patch({
        criteria: made.criteria.map(({ max, ...rest }) => ({ ...rest, ...(max && { max }) })),
      })
    ).body.data.version,
  ).toBe(1)
  expect((await patch({ name: 'Setters' })).body.data).toMatchObject({ version: 2 })
  const changed = await patch({ criteria: [{ key: 'greeting', name: 'Welcome', kind: 'boolean' }] })
  expect(changed.body.data).toMatchObject({
    version: 3,
    criteria: [{ key: 'greeting', name: 'Welcome', weight: 10 }],
  })

  const { body } = await app.call('GET', `${path}/${made.id}/versions?limit=2`)
  expect(body).toMatchObject({ count: 3, pagination: { hasMore: true } })
  expect(body.data).toMatchObject([
    { version: 3, name: 'Setters' },
    { version: 2, name: 'Setters', created_by: app.owner.userId },
  ])
  const former = await chooseScorecard(app.context, {
    workspaceId: app.owner.workspaceId,
    kind: 'call',
    scorecardId: made.id,
    version: 1,
  })
  expect(former).toMatchObject({ version: 1, name: 'Setter' })
  expect(former.content.criteria).toHaveLength(3)
})

test('a built-in scorecard is changed in a copy, which keeps what it does not change', async () => {
  await using app = await startTestApp()
  const bant = await named(app, 'BANT')
  expect(await app.call('PATCH', `${path}/${bant.id}`, { body: { name: 'Ours' } })).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT' },
  })
  const copy = await create(app, { name: 'Our BANT', copy_of: bant.id, guidance: 'Be strict.' })
  expect(copy).toMatchObject({
    copied_from: bant.id,
    built_in: null,
    guidance: 'Be strict.',
    description: bant.description,
    criteria: bant.criteria,
  })
})

test('the default of a kind can be chosen, and is then not archived', async () => {
  await using app = await startTestApp()
  const own = await create(app, { name: 'Meetings', criteria })
  const put = (body: object) => app.call('PUT', `${path}/defaults`, { body })
  const chosen = await put({ conversation_kind: 'meeting', scorecard_id: own.id })
  expect(chosen.body.data).toMatchObject({ id: own.id, default_for: ['meeting'] })
  expect((await named(app, 'General call')).default_for).toEqual([
    'agent_call',
    'call',
    'recording',
  ])
  const { workspaceId } = app.owner
  expect(await chooseScorecard(app.context, { workspaceId, kind: 'meeting' })).toMatchObject({
    id: own.id,
  })
  expect(await app.call('DELETE', `${path}/${own.id}`)).toMatchObject({
    status: 409,
    body: { details: { default_for: ['meeting'] } },
  })
})

test('an archived scorecard leaves the list, keeps its versions and comes back', async () => {
  await using app = await startTestApp()
  const own = await create(app, { name: 'Old', criteria })
  expect((await app.call('DELETE', `${path}/${own.id}`)).body.data).toEqual({
    id: own.id,
    deleted: true,
  })
  expect((await list(app)).map(({ id }) => id)).not.toContain(own.id)
  expect((await list(app, '?archived=true')).map(({ id }) => id)).toEqual([own.id])
  expect((await app.call('GET', `${path}/${own.id}/versions`)).body.count).toBe(1)
  const asDefault = { conversation_kind: 'call', scorecard_id: own.id }
  expect((await app.call('PUT', `${path}/defaults`, { body: asDefault })).status).toBe(409)

  const again = await create(app, { name: 'old', criteria })
  const restore = () => app.call('PATCH', `${path}/${own.id}`, { body: { archived: false } })
  expect(await restore()).toMatchObject({ status: 409, body: { code: 'DUPLICATE_NAME' } })
  await app.call('DELETE', `${path}/${again.id}`)
  expect((await restore()).body.data).toMatchObject({ archived: false, version: 1 })
})

test('a scorecard with a key twice or of a taken name is refused, an empty one is a draft', async () => {
  await using app = await startTestApp()
  const post = (body: object) => app.call('POST', path, { body })
  const wrong = { status: 400, body: { code: 'VALIDATION_ERROR', details: { field: 'criteria' } } }
  expect(await create(app, { name: 'Empty' })).toMatchObject({ criteria: [], stages: [] })
  const twice = [
    { key: 'a', name: 'One', kind: 'boolean' },
    { key: 'a', name: 'Two', kind: 'boolean' },
  ]
  expect(await post({ name: 'Twice', criteria: twice })).toMatchObject(wrong)
  expect(await post({ name: 'bant', criteria })).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_NAME' },
  })
  const heavy = [{ name: 'One', kind: 'boolean', weight: 101 }]
  expect((await post({ name: 'Heavy', criteria: heavy })).status).toBe(400)
})

test('managers change scorecards, reps and viewers read them, other workspaces see none', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const own = await create(app, { name: 'Ours', criteria })
  for (const [role, status] of [
    ['manager', 200],
    ['rep', 403],
  ] as const) {
    const { userId } = await app.newMember(workspaceId, role)
    const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'delete'] })
    const patched = await app.call('PATCH', `${path}/${own.id}`, { key, body: { guidance: role } })
    expect(patched.status).toBe(status)
    expect((await app.call('GET', `${path}/${own.id}`, { key })).status).toBe(200)
  }
  const { apiKey: key } = await app.newWorkspace()
  expect(await app.call('GET', `${path}/${own.id}`, { key })).toMatchObject({
    status: 404,
    body: { code: 'SCORECARD_NOT_FOUND' },
  })
  const body = { name: 'Stolen', copy_of: own.id }
  expect((await app.call('POST', path, { key, body })).status).toBe(404)
  const asDefault = { conversation_kind: 'call', scorecard_id: own.id }
  expect((await app.call('PUT', `${path}/defaults`, { key, body: asDefault })).status).toBe(404)
})

test('a built-in scorecard that a release changed becomes a new version', async () => {
  await using app = await startTestApp()
  const before = await named(app, 'BANT')
  await app.db.pool.query(
    `update scorecard_version set content = jsonb_set(content::jsonb, '{guidance}', '"older"')::text
     where workspace_id = $1 and scorecard_id = $2`,
    [app.owner.workspaceId, before.id],
  )
  await using next = await startTestApp()
  // Another process, which has not looked into this workspace yet.
  const context = { ...next.context, db: { ...app.db } }
  const { workspaceId } = app.owner
  const chosen = await chooseScorecard(context, {
    workspaceId,
    kind: 'call',
    scorecardId: before.id,
  })
  expect(chosen).toMatchObject({ version: 2, content: { guidance: null } })
  const { body } = await app.call('GET', `${path}/${before.id}/versions`)
  expect(body.data).toMatchObject([
    { version: 2, guidance: null, created_by: null },
    { version: 1, guidance: 'older' },
  ])
})
