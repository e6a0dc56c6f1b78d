import { expect, test } from 'vitest'
import { mountProbes } from '../../../test/probe.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { revokeKeysOfUser } from './revoke-keys.ts'

const probe = '/functions/v1/probe'

test('all keys of a person who leaves stop with the commit, and no others', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { workspaceId, userId: actorUserId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const leaving = await app.newKey({ workspaceId, userId, scopes: ['read'] })
  await app.newKey({ workspaceId, userId, scopes: ['write'] })
  expect((await app.call('GET', probe, { key: leaving })).status).toBe(200)

  await app.db.transaction(async (tx) => {
    await revokeKeysOfUser(tx, app.context, { workspaceId, userId, actorUserId })
    // A request between the statement and the commit must not bring the key back for seconds.
    expect((await app.call('GET', probe, { key: leaving })).status).toBe(200)
  })

  expect((await app.call('GET', probe, { key: leaving })).status).toBe(401)
  expect((await app.call('GET', probe)).status).toBe(200)
  const { rows } = await app.db.pool.query(
    "select actor_user_id, payload::json ->> 'user_id' as user_id from event where name = 'api_key.revoked'",
  )
  expect(rows).toEqual([
    { actor_user_id: actorUserId, user_id: userId },
    { actor_user_id: actorUserId, user_id: userId },
  ])
})

test('a revocation that is rolled back revokes nothing', async () => {
  await using app = await startTestApp({ mount: mountProbes })
  const { workspaceId, userId } = app.owner
  const failing = app.db.transaction(async (tx) => {
    await revokeKeysOfUser(tx, app.context, { workspaceId, userId, actorUserId: null })
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect((await app.call('GET', probe)).status).toBe(200)
})
