import { expect, test } from 'vitest'
import {
  addText,
  getItem,
  hours,
  knowledgeEvents,
  knowledgePath as path,
  makeAgent,
  refunds,
  search,
} from '../../../test/knowledge.ts'
import { startTestApp } from '../../../test/test-app.ts'

type Listed = { total: number; filtered: number; items: { itemName: string }[] }

test('a text is processed, and answered as clients read it', async () => {
  await using app = await startTestApp()
  const items = [{ type: 'TEXT', itemName: 'Refunds', content: refunds }]
  const created = await app.call('POST', path, { body: { items } })
  expect(created).toMatchObject({
    status: 200,
    body: {
      success: true,
      messageKey: 'ItemCreatedSuccessfully',
      data: {
        userId: app.owner.userId,
        projectId: app.owner.workspaceId,
        itemName: 'Refunds',
        type: 'TEXT',
        status: 'PROCESSING',
        content: refunds,
        itemUrl: null,
        itemUrls: [],
        isActive: false,
        used: false,
      },
    },
  })
  await app.drain()
  expect(await getItem(app, created.body.data.id as string)).toMatchObject({
    status: 'PROCESSED',
    failureReason: null,
    fileSize: '85B',
    wordsNumber: 16,
    chunks: 1,
    searchableBy: 'hybrid',
    processedAt: expect.any(String),
  })
  expect(await knowledgeEvents(app)).toEqual(['knowledge_item.created', 'knowledge_item.processed'])
})

test('the client of the API works with all of it', async () => {
  await using app = await startTestApp()
  const { knowledge } = app.client
  const made = await knowledge.create({ items: [{ type: 'TEXT', content: refunds }] })
  const id = Array.isArray(made) ? '' : made.id
  await app.drain()
  expect(await knowledge.get(id)).toMatchObject({ status: 'PROCESSED' })
  expect(await knowledge.list({ take: 1 })).toMatchObject({ total: 1, items: [{ id }] })
  expect((await knowledge.update(id, { itemName: 'New' })).itemName).toBe('New')
  expect((await knowledge.search({ query: 'refunds' })).passages).toHaveLength(1)
  expect((await knowledge.refresh(id, {})).status).toBe('PROCESSING')
  expect(await knowledge.usage()).toMatchObject({ items: 1, usedBytes: 85 })
  expect(await knowledge.delete(id)).toEqual({ id, deleted: true })
})

test('several items come in one request, and all or none of them', async () => {
  await using app = await startTestApp()
  const items = [
    { type: 'text', content: refunds },
    { type: 'TEXT', content: hours, itemName: 'Hours', unknownField: 1 },
  ]
  const { body } = await app.call('POST', path, { body: { items } })
  expect(body.data.map((item: { itemName: string }) => item.itemName)).toEqual([
    `${refunds.slice(0, 60)}…`,
    'Hours',
  ])
  const bad = [...items, { type: 'URL', itemUrls: [] }]
  expect(await app.call('POST', path, { body: { items: bad } })).toMatchObject({ status: 400 })
  expect((await app.call('GET', `${path}/list`)).body.data).toMatchObject({ total: 2, filtered: 2 })
})

test.each([
  ['no items', {}, 'items'],
  ['an empty list', { items: [] }, 'items'],
  ['an unknown type', { items: [{ type: 'MP3' }] }, 'items.0.type'],
  ['a text that is too short', { items: [{ type: 'TEXT', content: 'Hello.' }] }, 'items.0.content'],
  [
    'a text that is too long',
    { items: [{ type: 'TEXT', content: 'x'.repeat(5_001) }] },
    'items.0.content',
  ],
  ['a text without text', { items: [{ type: 'TEXT', itemName: 'a' }] }, 'items.0.content'],
  ['a file without address', { items: [{ type: 'FILE' }] }, 'items.0.itemUrl'],
  ['a file that is no address', { items: [{ type: 'FILE', itemUrl: 'x' }] }, 'items.0.itemUrl'],
  ['an item without addresses', { items: [{ type: 'URL' }] }, 'items.0.itemUrls'],
  [
    'too many addresses',
    {
      items: [
        {
          type: 'URL',
          itemUrls: Array.from({ length: 101 }, (_, index) => `https://example.com/${index}`),
        },
      ],
    },
    'items.0.itemUrls',
  ],
])('%s is refused by name', async (_, body, field) => {
  await using app = await startTestApp()
  expect(await app.call('POST', path, { body })).toMatchObject({
    status: 400,
    body: {
      success: false,
      error: { code: 10_400, name: 'VALIDATION_ERROR', details: { field } },
      message: expect.any(String),
      messageKey: 'ValidationError',
    },
  })
})

test('lists are paged, filtered and searched', async () => {
  await using app = await startTestApp()
  for (const itemName of ['One', 'Two', 'Three', '100 %']) await addText(app, refunds, { itemName })
  const list = async (query: string) => {
    const { body } = await app.call('GET', `${path}/list?${query}`)
    const { total, filtered, items } = body.data as Listed
    return [total, filtered, items.map(({ itemName }) => itemName)]
  }
  expect(await list('')).toEqual([4, 4, ['100 %', 'Three', 'Two', 'One']])
  expect(await list('take=3&skip=2')).toEqual([4, 4, ['One']])
  expect(await list('search=T')).toEqual([4, 2, ['Three', 'Two']])
  expect(await list('search=thrée')).toEqual([4, 1, ['Three']])
  expect(await list('search=%25')).toEqual([4, 1, ['100 %']])
  expect(await list('type=URL')).toEqual([4, 0, []])
  expect(await list('status=PROCESSED&take=1')).toEqual([4, 4, ['100 %']])
  expect(await list('used=true')).toEqual([4, 0, []])
  expect((await app.call('GET', `${path}/list?take=0`)).status).toBe(400)
})

test('an item is renamed, and its text changed, which is found from then on', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  const renamed = await app.call('PATCH', `${path}/${id}`, { body: { itemName: 'New' } })
  expect(renamed.body.data).toMatchObject({ itemName: 'New', status: 'PROCESSED' })
  const changed = await app.call('PATCH', `${path}/${id}`, { body: { content: hours } })
  expect(changed.body.data).toMatchObject({ status: 'PROCESSING', content: hours })
  await app.drain()
  expect((await search(app, 'When does the shop open?')).passages[0]?.text).toBe(hours)
  expect((await search(app, 'refunds')).passages.filter(({ text }) => text === refunds)).toEqual([])
})

test('a text that is changed while it is processed ends as the newest one', async () => {
  await using app = await startTestApp()
  const { body } = await app.call('POST', path, {
    body: { items: [{ type: 'TEXT', content: refunds }] },
  })
  const id = body.data.id as string
  await app.call('PATCH', `${path}/${id}`, { body: { content: hours } })
  await app.call('POST', `${path}/${id}/refresh`, { body: {} })
  await app.drain()
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', content: hours, chunks: 1 })
  const processed = (await knowledgeEvents(app)).filter((name) => name.endsWith('processed'))
  expect(processed).toHaveLength(1)
})

test('a deleted item is gone, with its passages and activations', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  const voiceAgentId = await makeAgent(app, { knowledgeBaseItemsIds: [id] })
  const deleted = await app.call('DELETE', `${path}/${id}`)
  expect(deleted).toMatchObject({ status: 200, body: { data: { id, deleted: true } } })
  expect(await app.call('GET', `${path}/${id}`)).toMatchObject({
    status: 404,
    body: { success: false, error: { code: 10_404, name: 'KNOWLEDGE_ITEM_NOT_FOUND' } },
  })
  expect((await app.call('DELETE', `${path}/${id}`)).status).toBe(404)
  expect((await search(app, 'refunds', { voiceAgentId })).passages).toEqual([])
  expect((await knowledgeEvents(app)).at(-1)).toBe('knowledge_item.deleted')
  const { rows } = await app.db.pool.query('select from knowledge_chunk')
  expect(rows).toEqual([])
})

test('an item that is deleted while it waits is processed by nobody', async () => {
  await using app = await startTestApp()
  const items = [{ type: 'TEXT', content: refunds }]
  const { id } = (await app.call('POST', path, { body: { items } })).body.data
  await app.call('DELETE', `${path}/${id}`)
  await app.drain()
  expect(await knowledgeEvents(app)).toEqual(['knowledge_item.created', 'knowledge_item.deleted'])
})

test('an agent finds what is active for it, and nothing else', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  await addText(app, hours)
  const voiceAgentId = await makeAgent(app)
  const toggle = (isActive?: boolean) =>
    app.call('POST', `${path}/toggle-activation`, {
      body: { voiceAgentId, knowledgeBaseItemId: id, ...(isActive !== undefined && { isActive }) },
    })
  const found = async () =>
    (await search(app, 'refunds shop', { voiceAgentId })).passages.map(({ text }) => text)

  expect(await found()).toEqual([])
  expect(await toggle()).toMatchObject({
    status: 200,
    body: { message: 'Item activated successfully!', messageKey: 'ItemActivatedSuccessfully' },
  })
  expect((await toggle(true)).status).toBe(200)
  expect(await found()).toEqual([refunds])
  const list = await app.call('GET', `${path}/list?voiceAgentId=${voiceAgentId}&isActive=true`)
  expect(list.body.data).toMatchObject({
    total: 2,
    filtered: 1,
    items: [{ id, isActive: true, used: true }],
  })
  expect((await toggle(false)).body.messageKey).toBe('ItemDeactivatedSuccessfully')
  expect(await found()).toEqual([])
})

test('what an agent names is active for it, and what it no longer names is not', async () => {
  await using app = await startTestApp()
  const one = await addText(app, refunds)
  const two = await addText(app, hours)
  const voiceAgentId = await makeAgent(app, { knowledgeBaseItemsIds: [one.id] })
  const found = async () =>
    (await search(app, 'refunds shop', { voiceAgentId })).passages.map(({ text }) => text).sort()
  const save = (knowledgeBaseItemsIds: string[]) =>
    app.call('PATCH', `/v2/voice-agents/${voiceAgentId}`, { body: { knowledgeBaseItemsIds } })

  expect(await found()).toEqual([refunds])
  await save([two.id])
  expect(await found()).toEqual([hours])
  await save([one.id, two.id])
  expect(await found()).toEqual([refunds, hours].sort())
  expect((await save([app.context.newId()])).status).toBe(404)
  expect(await found()).toEqual([refunds, hours].sort())
})

test('an agent and an item must both be there', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  const voiceAgentId = await makeAgent(app)
  const nobody = app.context.newId()
  const toggle = (body: object) => app.call('POST', `${path}/toggle-activation`, { body })
  expect(await toggle({ voiceAgentId: nobody, knowledgeBaseItemId: id })).toMatchObject({
    status: 404,
    body: { error: { name: 'AGENT_NOT_FOUND' } },
  })
  expect(await toggle({ voiceAgentId, knowledgeBaseItemId: nobody })).toMatchObject({
    status: 404,
    body: { error: { name: 'KNOWLEDGE_ITEM_NOT_FOUND' } },
  })
  expect((await toggle({ voiceAgentId: 'x', knowledgeBaseItemId: id })).status).toBe(400)
  const body = { query: 'x', voiceAgentId: nobody }
  expect((await app.call('POST', `${path}/search`, { body })).status).toBe(404)
})

test('another workspace sees, changes, activates and finds nothing of it', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  const theirs = await app.newWorkspace()
  const key = theirs.apiKey
  const theirAgent = await makeAgent(app, { key })
  const attempts: [string, string, unknown][] = [
    ['GET', `/${id}`, undefined],
    ['PATCH', `/${id}`, { itemName: 'Mine' }],
    ['DELETE', `/${id}`, undefined],
    ['POST', `/${id}/url`, { url: 'https://example.com' }],
    ['DELETE', `/${id}/url`, { url: 'https://example.com' }],
    ['POST', `/${id}/refresh`, {}],
    ['POST', '/toggle-activation', { voiceAgentId: theirAgent, knowledgeBaseItemId: id }],
  ]
  for (const [method, more, body] of attempts) {
    const reply = await app.call(method, path + more, { key, body })
    expect([more, reply.status]).toEqual([more, 404])
  }
  expect((await app.call('GET', `${path}/list`, { key })).body.data).toEqual({
    total: 0,
    filtered: 0,
    items: [],
  })
  const found = await app.call('POST', `${path}/search`, { key, body: { query: refunds } })
  expect(found.body.data.passages).toEqual([])
  const named = { name: 'Thief', knowledgeBaseItemsIds: [id] }
  expect((await app.call('POST', '/v2/voice-agents', { key, body: named })).status).toBe(404)
  expect(await getItem(app, id)).toMatchObject({ itemName: 'Text', used: false })
})

test('a key needs the permission for what it does', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds)
  const { workspaceId, userId } = app.owner
  const reader = await app.newKey({ workspaceId, userId, scopes: ['knowledge:read'] })
  const stranger = await app.newKey({ workspaceId, userId, scopes: ['contacts:write'] })
  expect((await app.call('GET', `${path}/${id}`, { key: reader })).status).toBe(200)
  expect((await app.call('GET', `${path}/${id}`, { key: stranger })).status).toBe(403)
  const body = { itemName: 'x' }
  expect((await app.call('PATCH', `${path}/${id}`, { key: reader, body })).status).toBe(403)
  expect((await app.call('DELETE', `${path}/${id}`, { key: reader })).status).toBe(403)
})

test('what does not fit into the quota of the tier is refused', async () => {
  await using app = await startTestApp({ environment: { KNOWLEDGE_TIER: 'free' } })
  const usage = async () => (await app.call('GET', `${path}/usage`)).body.data as unknown
  expect(await usage()).toEqual({
    tier: 'free',
    usedBytes: 0,
    limitBytes: 1_048_576,
    items: 0,
    urlsPerItem: 100,
  })
  const text = { type: 'TEXT', content: 'é'.repeat(5_000) }
  const add = (count: number) =>
    app.call('POST', path, { body: { items: Array.from({ length: count }, () => text) } })
  expect((await add(100)).status).toBe(200)
  expect(await add(5)).toMatchObject({
    status: 413,
    body: { error: { code: 10_413, name: 'KNOWLEDGE_QUOTA_EXCEEDED', details: { tier: 'free' } } },
  })
  expect(await usage()).toMatchObject({ usedBytes: 1_000_000, items: 100 })
  await app.db.pool.query(`update workspace set knowledge_tier = 'starter'`)
  expect((await add(5)).status).toBe(200)
  expect(await usage()).toMatchObject({ tier: 'starter', limitBytes: 5 * 1_048_576 })
})

test('two requests at once do not share the last of the room', async () => {
  await using app = await startTestApp({ environment: { KNOWLEDGE_TIER: 'free' } })
  const text = { type: 'TEXT', content: 'é'.repeat(5_000) }
  const add = () =>
    app.call('POST', path, { body: { items: Array.from({ length: 60 }, () => text) } })
  const replies = await Promise.all([add(), add()])
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 413])
})

test('a text that grows beyond the quota is refused, and stays as it was', async () => {
  await using app = await startTestApp({ environment: { KNOWLEDGE_TIER: 'free' } })
  const { id } = await addText(app, refunds)
  await app.db.pool.query('update knowledge_item set size_bytes = 1048500')
  const grow = await app.call('PATCH', `${path}/${id}`, { body: { content: 'x'.repeat(5_000) } })
  // What it takes itself is given back first.
  expect(grow.status).toBe(200)
  await addText(app, hours)
  await app.db.pool.query('update knowledge_item set size_bytes = 1048500 where id <> $1', [id])
  const content = 'y'.repeat(5_000)
  await app.db.pool.query('update knowledge_item set size_bytes = 10 where id = $1', [id])
  const refused = await app.call('PATCH', `${path}/${id}`, { body: { content } })
  expect(refused.status).toBe(413)
  expect((await getItem(app, id)).content).toBe('x'.repeat(5_000))
})
