import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

test('who leaves the workspace hands over their recordings', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'write'] })
  const url = 'https://recorder.example/one.wav'
  const { id } = await app.clientOf(key).recordings.create({ url })
  const members = await app.call('GET', '/functions/v1/members')
  const leaving = (members.body.data as { id: string; user_id: string }[]).find(
    (member) => member.user_id === userId,
  )
  const path = `/functions/v1/members/${leaving?.id}`
  const refused = await app.call('DELETE', path)
  expect(refused).toMatchObject({ status: 409, body: { details: { records: 1 } } })
  const left = await app.call('DELETE', `${path}?reassign_to=${app.owner.userId}`)
  expect(left.status).toBe(200)
  expect(await app.client.recordings.get(id)).toMatchObject({ owner_id: app.owner.userId })
})
