import type { ConversationComment } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

async function start() {
  const app = await startTestApp()
  const { workspaceId } = app.owner
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  const { userId } = await app.newMember(workspaceId, 'admin')
  const scopes = ['read', 'write', 'delete', 'admin'] as const
  const key = await app.newKey({ workspaceId, userId, scopes })
  return { app, path: `/functions/v1/api-v1-conversations/${id}/comments`, id, userId, key }
}

async function told(app: TestApp) {
  const { rows } = await app.db.pool.query<{ payload: string }>(
    `select payload from event where name = 'conversation.commented' order by seq`,
  )
  return rows.map(
    ({ payload }) =>
      JSON.parse(payload) as { comment: ConversationComment; mentioned_user_ids: string[] },
  )
}

test('a comment at a moment tells those whom it mentions', async () => {
  const { app, path, id, userId } = await start()
  await using _ = app
  const { data: members } = (await app.call('GET', '/functions/v1/members')).body as {
    data: { id: string; user_id: string }[]
  }
  const member = members.find(({ user_id }) => user_id === userId)
  const stranger = (await app.newWorkspace()).userId
  const text = `@${member?.id} listen to this, @${stranger}`
  const made = await app.call('POST', path, { body: { text, at_ms: 12_000 } })
  expect(made).toMatchObject({
    status: 201,
    body: { data: { text, at_ms: 12_000, mentioned_user_ids: [userId], edited_at: null } },
  })
  await app.drain()
  expect(await told(app)).toMatchObject([
    { comment: { conversation_id: id, at_ms: 12_000 }, mentioned_user_ids: [userId] },
  ])
})

test('an edit is announced only when it mentions somebody else too', async () => {
  const { app, path, userId } = await start()
  await using _ = app
  const { data } = (await app.call('POST', path, { body: { text: 'Fine.' } })).body as {
    data: { id: string }
  }
  const one = `${path}/${data.id}`
  expect((await app.call('PATCH', one, { body: { text: 'Well.' } })).body.data).toMatchObject({
    text: 'Well.',
    edited_at: expect.any(String),
  })
  expect(await told(app)).toHaveLength(1)
  const body = { text: `Well, @${userId}.` }
  await app.call('PATCH', one, { body })
  await app.call('PATCH', one, { body: { ...body, at_ms: 3 } })
  expect((await told(app)).map(({ mentioned_user_ids: ids }) => ids)).toEqual([[], [userId]])
})

test('nobody changes or deletes the comment of somebody else', async () => {
  const { app, path, key } = await start()
  await using _ = app
  const { data } = (await app.call('POST', path, { body: { text: 'Mine.' } })).body as {
    data: { id: string }
  }
  const one = `${path}/${data.id}`
  expect((await app.call('PATCH', one, { key, body: { text: 'Theirs.' } })).status).toBe(403)
  expect((await app.call('DELETE', one, { key })).status).toBe(403)
  expect((await app.call('GET', path, { key })).body).toMatchObject({
    count: 1,
    data: [{ text: 'Mine.' }],
  })
  expect((await app.call('DELETE', one)).status).toBe(200)
  expect((await app.call('DELETE', one)).status).toBe(404)
})

test.each([{}, { text: ' ' }, { text: 'x', at_ms: -1 }, { text: 'x', at_ms: 3e9 }])(
  '%j is no comment',
  async (body) => {
    const { app, path } = await start()
    await using _ = app
    expect((await app.call('POST', path, { body })).status).toBe(400)
  },
)
