import type { Me, Member, Role, SentInvitation, Workspace } from '@parley/contract'
import { expect, test } from 'vitest'
import { collide } from '../../../test/contention.ts'
import {
  makeBrowser,
  makeMember,
  makeWorkspace,
  type MadeWorkspace,
  password,
  tokenOf,
} from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { changeMember, removeMember } from './members.ts'
import type { AccountServices, Membership } from './services.ts'

test('members are listed with their names, first joined first', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const rep = await makeMember(app, workspace, 'rep')
  const { body } = await rep.browser.call<Member[]>('GET', '/members')
  expect(body).toMatchObject({
    data: [
      { user_id: workspace.userId, name: 'Olive Owner', email: workspace.email, role: 'owner' },
      { id: rep.memberId, user_id: rep.userId, email: rep.email, role: 'rep' },
    ],
    count: 2,
  })
})

test('a new role counts from the person’s next request on', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const person = await makeMember(app, workspace, 'viewer')
  const promoted = await workspace.owner.call('PATCH', `/members/${person.memberId}`, {
    role: 'admin',
  })
  expect(promoted.status).toBe(200)
  expect(promoted.body.data).toMatchObject({ id: person.memberId, role: 'admin' })
  expect(
    (await person.browser.call<Workspace>('PATCH', '/workspace', { name: 'Renamed' })).status,
  ).toBe(200)

  await workspace.owner.call('PATCH', `/members/${person.memberId}`, { role: 'viewer' })
  expect(
    (await person.browser.call<Workspace>('PATCH', '/workspace', { name: 'Again' })).status,
  ).toBe(403)
})

test('people set their own number, and admins that of anybody', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const rep = await makeMember(app, workspace, 'rep')
  const viewer = await makeMember(app, workspace, 'viewer')
  const own = await rep.browser.call<Member>('PATCH', `/members/${rep.memberId}`, {
    phone: '(415) 555-2671',
  })
  expect(own.body.data).toMatchObject({ phone: '(415) 555-2671', phone_e164: '+14155552671' })
  const byOwner = await workspace.owner.call<Member>('PATCH', `/members/${viewer.memberId}`, {
    phone: '+44 20 7946 0958',
  })
  expect(byOwner.body.data).toMatchObject({ role: 'viewer', phone_e164: '+442079460958' })
  const taken = await viewer.browser.call<Member>('PATCH', `/members/${viewer.memberId}`, {
    phone: null,
  })
  expect(taken.body.data).toMatchObject({ phone: null, phone_e164: null })
  const { body } = await rep.browser.call<Member[]>('GET', '/members')
  expect(body.data.map(({ phone_e164 }) => phone_e164)).toEqual([null, '+14155552671', null])
})

test('a number of somebody else, a role of one’s own and what is no number are refused', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const rep = await makeMember(app, workspace, 'rep')
  const [owner] = (await workspace.owner.call<Member[]>('GET', '/members')).body.data
  const attempts = [
    [rep.browser, owner?.id, { phone: '+14155552671' }, 403],
    [rep.browser, rep.memberId, { phone: '+14155552671', role: 'admin' }, 403],
    [rep.browser, rep.memberId, { phone: 'call me' }, 400],
    [workspace.owner, rep.memberId, {}, 400],
  ] as const
  for (const [browser, id, body, status] of attempts) {
    expect(await browser.call('PATCH', `/members/${id}`, body), JSON.stringify(body)).toMatchObject(
      {
        status,
      },
    )
  }
  const { body } = await rep.browser.call<Member[]>('GET', '/members')
  expect(body.data.map(({ phone, role }) => [phone, role])).toEqual([
    [null, 'owner'],
    [null, 'rep'],
  ])
})

test('the last owner can be neither demoted nor removed, a second one can', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const { owner } = workspace
  const [me] = (await owner.call<Member[]>('GET', '/members')).body.data
  const demote = () => owner.call('PATCH', `/members/${me?.id}`, { role: 'admin' })
  const refusals = [await demote(), await owner.call('DELETE', `/members/${me?.id}`)]
  for (const { status, body } of refusals) {
    expect(status).toBe(409)
    expect(body.code).toBe('LAST_OWNER')
  }
  await makeMember(app, workspace, 'owner')
  expect((await demote()).status).toBe(200)
})

test('two owners who demote each other at the same moment leave one', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const second = await makeMember(app, workspace, 'owner')
  const [first] = (await workspace.owner.call<Member[]>('GET', '/members')).body.data
  const replies = await collide(app, {
    lock: 'select from member for update',
    waiting: 2,
    start: () =>
      Promise.all([
        workspace.owner.call('PATCH', `/members/${second.memberId}`, { role: 'rep' }),
        second.browser.call('PATCH', `/members/${first?.id}`, { role: 'rep' }),
      ]),
  })
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  const { rows } = await app.db.pool.query(
    "select from member where workspace_id = $1 and role = 'owner'",
    [workspace.workspaceId],
  )
  expect(rows).toHaveLength(1)
})

test('an admin cannot make, change or remove an owner', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const admin = await makeMember(app, workspace, 'admin')
  const secondOwner = await makeMember(app, workspace, 'owner')
  const attempts = [
    await admin.browser.call('PATCH', `/members/${admin.memberId}`, { role: 'owner' }),
    await admin.browser.call('PATCH', `/members/${secondOwner.memberId}`, { role: 'rep' }),
    await admin.browser.call('DELETE', `/members/${secondOwner.memberId}`),
  ]
  for (const { status, body } of attempts) {
    expect(status).toBe(403)
    expect(body.code).toBe('INSUFFICIENT_PERMISSIONS')
  }
})

test('the members of another workspace do not exist', async () => {
  await using app = await startTestApp()
  const acme = await makeWorkspace(app, 'Acme')
  const other = await makeWorkspace(app, 'Other')
  const person = await makeMember(app, acme, 'rep')
  const attempts = [
    await other.owner.call('PATCH', `/members/${person.memberId}`, { role: 'owner' }),
    await other.owner.call('DELETE', `/members/${person.memberId}`),
    await other.owner.call('DELETE', `/members/${app.context.newId()}`),
  ]
  for (const { status, body } of attempts) {
    expect(status).toBe(404)
    expect(body.code).toBe('MEMBER_NOT_FOUND')
  }
  const malformed = await acme.owner.call('DELETE', '/members/7')
  expect(malformed.body.code).toBe('INVALID_ID_FORMAT')
  expect((await person.browser.call<Me>('GET', '/me')).body.data.role).toBe('rep')
})

test('a removed person is out at once, and gets back in only by a new invitation', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const person = await makeMember(app, workspace, 'rep')
  const removed = await workspace.owner.call('DELETE', `/members/${person.memberId}`)
  expect(removed.status).toBe(200)
  expect(removed.body.data).toEqual({
    id: person.memberId,
    user_id: person.userId,
    removed: true,
    reassigned_to: null,
  })

  expect((await person.browser.call<Me>('GET', '/me')).status).toBe(401)
  const again = makeBrowser(app)
  expect(await again.signIn(person.email)).toBe(200)
  const { status, body } = await again.call<Me>('GET', '/me')
  expect(status).toBe(403)
  expect(body.code).toBe('INSUFFICIENT_PERMISSIONS')

  const invited = await workspace.owner.call<SentInvitation>('POST', '/invitations', {
    email: person.email,
  })
  const token = tokenOf(invited.body.data)
  const joined = await again.call('POST', `/invitations/${invited.body.data.id}/accept`, { token })
  expect(joined.status).toBe(200)
  expect((await again.call<Me>('GET', '/me')).body.data.role).toBe('rep')
})

test('a person removed from one workspace stays signed in to the other', async () => {
  await using app = await startTestApp()
  const acme = await makeWorkspace(app, 'Acme')
  const other = await makeWorkspace(app, 'Other')
  const memberId = app.context.newId()
  await app.db.pool.query(
    `insert into member (workspace_id, id, user_id, role) values ($1, $2, $3, 'rep')`,
    [acme.workspaceId, memberId, other.userId],
  )
  expect((await acme.owner.call('DELETE', `/members/${memberId}`)).status).toBe(200)
  expect((await other.owner.call<Me>('GET', '/me')).body.data.workspace.name).toBe('Other')
  const back = await other.owner.call<Me>('GET', '/me', undefined, {
    'x-workspace-id': acme.workspaceId,
  })
  expect(back.status).toBe(404)
})

/** A person with a key of their own, which has been used and is therefore known to the server. */
async function makeKeyHolder(app: TestApp, workspace: MadeWorkspace, role: Role) {
  const person = await makeMember(app, workspace, role)
  const { workspaceId } = workspace
  const scopes = ['read', 'write', 'delete', 'admin']
  const key = await app.newKey({ workspaceId, userId: person.userId, scopes })
  const call = (method: string, path: string, body?: unknown) =>
    app.call(method, `/functions/v1${path}`, { key, ...(body !== undefined && { body }) })
  expect((await call('GET', '/me')).status).toBe(200)
  return { ...person, call }
}

test('a key loses at once what its owner’s role loses', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const person = await makeKeyHolder(app, workspace, 'admin')
  expect((await person.call('PATCH', '/workspace', { name: 'Renamed' })).status).toBe(200)
  await workspace.owner.call('PATCH', `/members/${person.memberId}`, { role: 'viewer' })
  expect((await person.call('PATCH', '/workspace', { name: 'Again' })).status).toBe(403)
  expect((await person.call('GET', '/workspace')).status).toBe(200)
})

test('a removed person leaves records, live and deleted, to a colleague, and their key dies', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const leaving = await makeKeyHolder(app, workspace, 'rep')
  const staying = await makeMember(app, workspace, 'rep')
  const ids: string[] = []
  for (const first_name of ['Live', 'Deleted']) {
    const { body } = await leaving.call('POST', '/api-v1-contacts', {
      first_name,
      email: `${first_name}@example.com`,
    })
    ids.push((body as { data: { id: string } }).data.id)
  }
  await leaving.call('DELETE', `/api-v1-contacts/${ids[1]}`)

  const refused = await workspace.owner.call('DELETE', `/members/${leaving.memberId}`)
  expect(refused.status).toBe(409)
  expect(refused.body.code).toBe('HAS_ASSOCIATIONS')
  expect((await leaving.call('GET', '/me')).status).toBe(200)

  const removed = await workspace.owner.call(
    'DELETE',
    `/members/${leaving.memberId}?reassign_to=${staying.userId}`,
  )
  expect(removed.status).toBe(200)
  expect((await leaving.call('GET', '/me')).status).toBe(401)
  const { rows } = await app.db.pool.query(
    'select distinct owner_id from contact where id = any($1)',
    [ids],
  )
  expect(rows).toEqual([{ owner_id: staying.userId }])
})

/** Records as another module would bring them: a table of notes with owners. */
async function makeRecords(app: TestApp) {
  await app.db.pool.query('create table note (workspace_id uuid, owner_id uuid)')
  const log: string[] = []
  const services: AccountServices = {
    mailer: { delivers: false, send: async () => {}, close: async () => {} },
    baseUrl: () => app.baseUrl,
    ownedRecords: [
      {
        async count(tx, { workspaceId, userId }) {
          const [row] = await tx.run<{ total: number }>(
            {
              name: 'count_notes',
              text: 'select count(*)::int as total from note where workspace_id = $1 and owner_id = $2',
            },
            [workspaceId, userId],
          )
          return row?.total ?? 0
        },
        async reassign(tx, { workspaceId, fromUserId, toUserId }) {
          await tx.run(
            {
              name: 'reassign_notes',
              text: 'update note set owner_id = $3 where workspace_id = $1 and owner_id = $2',
            },
            [workspaceId, fromUserId, toUserId],
          )
        },
      },
    ],
    onTimeZoneChanged: [],
    onMemberRemoved: [
      async (_tx, { userId, removedBy }) => {
        log.push(`keys of ${userId} revoked by ${removedBy}`)
      },
    ],
    membershipChanged: ({ userId }: Membership) => log.push(`forget ${userId}`),
  }
  const owners = async () => {
    const { rows } = await app.db.pool.query<{ owner_id: string }>('select owner_id from note')
    return rows.map((row) => row.owner_id)
  }
  return { services, log, owners }
}

test('records of a removed person go to the colleague named, and must go to somebody', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const stranger = await makeWorkspace(app, 'Other')
  const leaving = await makeMember(app, workspace, 'rep')
  const staying = await makeMember(app, workspace, 'rep')
  const { services, log, owners } = await makeRecords(app)
  await app.db.pool.query('insert into note values ($1, $2), ($1, $2), ($3, $2)', [
    workspace.workspaceId,
    leaving.userId,
    stranger.workspaceId,
  ])
  const principal = {
    workspaceId: workspace.workspaceId,
    userId: workspace.userId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['admin']),
    seesAllRows: true,
  } as const
  const remove = (reassignTo: string | undefined) =>
    removeMember(app.context, services, { principal, memberId: leaving.memberId, reassignTo })

  await expect(remove(undefined)).rejects.toMatchObject({
    code: 'HAS_ASSOCIATIONS',
    details: { field: 'reassign_to', records: 2 },
  })
  for (const nobody of [leaving.userId, stranger.userId, app.context.newId()]) {
    await expect(remove(nobody)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  }
  expect(log).toEqual([])
  expect((await leaving.browser.call<Me>('GET', '/me')).status).toBe(200)

  await remove(staying.userId)

  expect((await owners()).sort()).toEqual([staying.userId, staying.userId, leaving.userId].sort())
  expect(log).toEqual([
    `keys of ${leaving.userId} revoked by ${workspace.userId}`,
    `forget ${leaving.userId}`,
  ])
  expect((await leaving.browser.call<Me>('GET', '/me')).status).toBe(401)
})

test('a removal that fails half way changes nothing', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const leaving = await makeMember(app, workspace, 'rep')
  const { services, log, owners } = await makeRecords(app)
  await app.db.pool.query('insert into note values ($1, $2)', [
    workspace.workspaceId,
    leaving.userId,
  ])
  const principal = {
    workspaceId: workspace.workspaceId,
    userId: workspace.userId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['admin']),
    seesAllRows: true,
  } as const
  const failing = {
    ...services,
    onTimeZoneChanged: [],
    onMemberRemoved: [() => Promise.reject(new Error('no room on disk'))],
  }
  const removal = { principal, memberId: leaving.memberId, reassignTo: workspace.userId }
  await expect(removeMember(app.context, failing, removal)).rejects.toThrow('no room on disk')

  expect(await owners()).toEqual([leaving.userId])
  expect(log).toEqual([])
  expect((await leaving.browser.call<Me>('GET', '/me')).status).toBe(200)
  const change = { principal, memberId: leaving.memberId, change: { role: 'manager' } } as const
  await changeMember(app.context, services, change)
  expect(log).toEqual([`forget ${leaving.userId}`])
  expect(await makeBrowser(app).signIn(leaving.email, password)).toBe(200)
})
