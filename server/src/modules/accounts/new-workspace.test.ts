import type { Me } from '@parley/contract'
import { expect, test } from 'vitest'
import { forgetPeople, makeBrowser } from '../../../test/people.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { createWorkspaceWithOwner, ensureFirstOwner } from './index.ts'

test('there is only one first owner, even when two nodes start at once', async () => {
  await using app = await startTestApp()
  await forgetPeople(app)
  const made = await Promise.all([
    ensureFirstOwner(app.context, async () => 'one'),
    ensureFirstOwner(app.context, async () => 'two'),
  ])
  expect(made.filter((owner) => owner !== undefined)).toHaveLength(1)
  expect(await ensureFirstOwner(app.context, async () => 'three')).toBeUndefined()
  expect((await app.db.pool.query('select from workspace')).rows).toHaveLength(1)
})

test('the first owner, workspace, default data and key come together or not at all', async () => {
  await using app = await startTestApp()
  await forgetPeople(app)
  await app.db.pool.query('create table stage (workspace_id uuid)')
  const insertStage = { name: 'insert_stage', text: 'insert into stage values ($1)' }
  const onWorkspaceCreated = [
    async (tx: Parameters<typeof createWorkspaceWithOwner>[0], workspaceId: string) => {
      await tx.run(insertStage, [workspaceId])
    },
  ]
  const failing = ensureFirstOwner(
    app.context,
    async () => {
      throw new Error('no key')
    },
    { onWorkspaceCreated },
  )
  await expect(failing).rejects.toThrow('no key')
  for (const table of ['app_user', 'credential', 'workspace', 'member', 'stage']) {
    expect((await app.db.pool.query(`select from ${table}`)).rows).toEqual([])
  }

  const made = await ensureFirstOwner(
    app.context,
    async (tx, { workspaceId, userId }) => {
      const [row] = await tx.run<{ role: string }>(
        {
          name: 'role_seen_by_key',
          text: 'select role from member where workspace_id = $1 and user_id = $2',
        },
        [workspaceId, userId],
      )
      return `key of an ${row?.role}`
    },
    {
      onWorkspaceCreated,
      email: 'Me@Example.com',
      password: 'chosen-by-me',
      workspaceName: 'Mine',
    },
  )
  expect(made).toMatchObject({ password: 'chosen-by-me', apiKey: 'key of an owner' })
  expect((await app.db.pool.query('select workspace_id from stage')).rows).toEqual([
    { workspace_id: made?.workspaceId },
  ])
  expect(await makeBrowser(app).signIn('me@example.com', 'chosen-by-me')).toBe(200)
})

test('two first owners never get the same password', async () => {
  await using one = await startTestApp()
  await using two = await startTestApp()
  await Promise.all([forgetPeople(one), forgetPeople(two)])
  const first = await ensureFirstOwner(one.context, async () => 'key')
  const second = await ensureFirstOwner(two.context, async () => 'key')
  expect(first?.password).not.toBe(second?.password)
})

test('a person who has an account can own a second workspace with the password they have', async () => {
  await using app = await startTestApp()
  const create = (workspaceName: string, password: string) =>
    app.db.transaction((tx) =>
      createWorkspaceWithOwner(tx, app.context, {
        workspaceName,
        owner: { email: 'demo@example.com', name: 'Demo', password },
        onWorkspaceCreated: [],
      }),
    )
  const first = await create('Demo', 'the-first-password')
  const second = await create('Demo', 'another-password')
  expect(second.userId).toBe(first.userId)
  expect(second.workspaceId).not.toBe(first.workspaceId)
  expect(await makeBrowser(app).signIn('demo@example.com', 'another-password')).toBe(401)
  const browser = makeBrowser(app)
  expect(await browser.signIn('demo@example.com', 'the-first-password')).toBe(200)
  expect((await browser.call<Me>('GET', '/me')).body.data.workspaces).toHaveLength(2)
})
