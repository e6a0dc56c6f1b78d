import type { Invitation, Me, SentInvitation } from '@parley/contract'
import { expect, test } from 'vitest'
import { collide } from '../../../test/contention.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import {
  makeBrowser,
  makeMember,
  makeWorkspace,
  password,
  tokenOf,
  waitForMail,
  type MadeWorkspace,
} from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

type Joined = { user_id: string; member_id: string }

const ada = { name: 'Ada Lovelace', password: 'analytical-engine' }

async function invite({ owner }: MadeWorkspace, email = 'ada@example.com', role = 'rep') {
  const { status, body } = await owner.call<SentInvitation>('POST', '/invitations', { email, role })
  expect(status).toBe(201)
  const token = tokenOf(body.data)
  return { id: body.data.id, token }
}

function accept(app: TestApp, { id, token }: { id: string; token: string }, answer: object = ada) {
  return makeBrowser(app).call<Joined>('POST', `/invitations/${id}/accept`, { token, ...answer })
}

async function eventsOf(app: TestApp, name: string) {
  const { rows } = await app.db.pool.query<{ payload: string; subject_id: string }>(
    'select payload, subject_id from event where name = $1 order by seq',
    [name],
  )
  return rows.map((row) => {
    const payload = JSON.parse(row.payload) as Record<string, unknown>
    return { ...payload, subject_id: row.subject_id }
  })
}

test('an invited person follows the mailed link, joins, and signs in', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const { status, body } = await workspace.owner.call<SentInvitation>('POST', '/invitations', {
    email: ' Ada@Example.com ',
    role: 'manager',
  })
  expect(status).toBe(201)
  expect(body.data).toMatchObject({
    email: 'ada@example.com',
    role: 'manager',
    status: 'pending',
    invited_by: workspace.userId,
    accepted_at: null,
    mail_sent: true,
  })

  const mail = await waitForMail(app, 'ada@example.com')
  expect(mail.subject).toBe('Olive Owner invites you to Acme on Parley')
  expect(mail.link.href).toBe(body.data.accept_url)
  expect(mail.link.origin).toBe(app.baseUrl)
  const id = mail.link.searchParams.get('id') ?? ''
  const token = mail.link.searchParams.get('token') ?? ''
  const joined = await accept(app, { id, token })
  expect(joined.status).toBe(200)
  expect(joined.body.data).toMatchObject({
    workspace_id: workspace.workspaceId,
    email: 'ada@example.com',
    role: 'manager',
  })

  const browser = makeBrowser(app)
  expect(await browser.signIn('ada@example.com', ada.password)).toBe(200)
  expect((await browser.call<Me>('GET', '/me')).body.data).toMatchObject({
    user: { id: joined.body.data.user_id, name: 'Ada Lovelace' },
    role: 'manager',
    sees_all_rows: true,
  })
})

test('an invitation and a joining are announced once, without the secret', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const invitation = await invite(workspace)
  await workspace.owner.call<SentInvitation>('POST', `/invitations/${invitation.id}/resend`)
  const { token } = await resend(workspace, invitation.id)
  const joined = await accept(app, { id: invitation.id, token })

  const invited = await eventsOf(app, 'user.invited')
  expect(invited).toEqual([
    {
      invitation_id: invitation.id,
      subject_id: invitation.id,
      email: 'ada@example.com',
      role: 'rep',
      invited_by: workspace.userId,
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ])
  const { user_id, member_id } = joined.body.data
  expect(await eventsOf(app, 'user.joined')).toEqual([
    {
      user_id,
      subject_id: user_id,
      member_id,
      invitation_id: invitation.id,
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      role: 'rep',
    },
  ])
  const { rows } = await app.db.pool.query(
    `select from event where payload like '%' || $1 || '%' or payload like '%' || $2 || '%'`,
    [invitation.token, token],
  )
  expect(rows).toEqual([])
})

async function resend({ owner }: MadeWorkspace, id: string) {
  const { body } = await owner.call<SentInvitation>('POST', `/invitations/${id}/resend`)
  expect(body.data.mail_sent).toBe(true)
  return { id, token: tokenOf(body.data) }
}

test('a link works once', async () => {
  await using app = await startTestApp()
  const invitation = await invite(await makeWorkspace(app))
  expect((await accept(app, invitation)).status).toBe(200)
  const again = await accept(app, invitation)
  expect(again.status).toBe(409)
  expect(again.body).toMatchObject({ code: 'INVITATION_CLOSED', details: { status: 'accepted' } })
})

test('two people using one link at the same moment do not both join', async () => {
  await using app = await startTestApp()
  const invitation = await invite(await makeWorkspace(app))
  const replies = await collide(app, {
    lock: 'select from invitation for update',
    waiting: 2,
    start: () => Promise.all([accept(app, invitation), accept(app, invitation)]),
  })
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(replies.filter(({ status }) => status === 409)).toHaveLength(1)
  const { rows } = await app.db.pool.query("select from app_user where email = 'ada@example.com'")
  expect(rows).toHaveLength(1)
})

test('a link that has run out says so, and can be renewed', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const invitation = await invite(workspace)
  await app.db.pool.query("update invitation set expires_at = now() - interval '1 second'")

  const late = await accept(app, invitation)
  expect(late.status).toBe(409)
  expect(late.body).toMatchObject({ code: 'INVITATION_CLOSED', details: { status: 'expired' } })
  const { body } = await workspace.owner.call<Invitation[]>('GET', '/invitations?status=expired')
  expect(body.data).toMatchObject([{ id: invitation.id, status: 'expired' }])
  expect(
    (await workspace.owner.call<Invitation[]>('GET', '/invitations?status=pending')).body.data,
  ).toEqual([])

  expect((await accept(app, await resend(workspace, invitation.id))).status).toBe(200)
})

test('after a link ran out the address can be invited anew, and the old one stays dead', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const old = await invite(workspace)
  await app.db.pool.query("update invitation set expires_at = now() - interval '1 second'")
  const renewed = await invite(workspace)
  const revived = await workspace.owner.call('POST', `/invitations/${old.id}/resend`)
  expect(revived.status).toBe(409)
  expect((await accept(app, old)).status).toBe(409)
  expect((await accept(app, renewed)).status).toBe(200)
})

test('a revoked invitation is useless and cannot be sent or revoked again', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const invitation = await invite(workspace)
  const revoked = await workspace.owner.call('DELETE', `/invitations/${invitation.id}`)
  expect(revoked.body.data).toMatchObject({ id: invitation.id, status: 'revoked' })

  const refused = await accept(app, invitation)
  expect(refused.status).toBe(409)
  expect(refused.body.details).toEqual({ status: 'revoked' })
  for (const [method, path] of [
    ['POST', `/invitations/${invitation.id}/resend`],
    ['DELETE', `/invitations/${invitation.id}`],
  ] as const) {
    const { status, body } = await workspace.owner.call(method, path)
    expect(status).toBe(409)
    expect(body.code).toBe('INVITATION_CLOSED')
  }
})

test('a resend kills the link sent before', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const first = await invite(workspace)
  const second = await resend(workspace, first.id)
  expect((await accept(app, first)).status).toBe(404)
  expect((await accept(app, second)).status).toBe(200)
  await waitForMail(app, 'ada@example.com', 2)
})

test('a wrong token tells nothing: the answer is that of an invitation that does not exist', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const one = await invite(workspace)
  const two = await invite(workspace, 'grace@example.com')
  const wrong = await accept(app, { id: one.id, token: 'guess' })
  const foreign = await accept(app, { id: one.id, token: two.token })
  const absent = await accept(app, { id: app.context.newId(), token: one.token })
  for (const { status, body } of [wrong, foreign, absent]) {
    expect(status).toBe(404)
    expect(body.code).toBe('INVITATION_NOT_FOUND')
  }
  expect((await accept(app, one)).status).toBe(200)
})

test('a new person must give a name and a good password', async () => {
  await using app = await startTestApp()
  const invitation = await invite(await makeWorkspace(app))
  for (const [answer, field] of [
    [{ password: ada.password }, 'name'],
    [{ name: ada.name }, 'password'],
    [{ ...ada, password: 'short' }, 'password'],
    [{ ...ada, name: '   ' }, 'name'],
    [{ ...ada, role: 'owner' }, 'body'],
  ] as const) {
    const { status, body } = await accept(app, invitation, answer)
    expect(status).toBe(400)
    expect(body.details).toMatchObject({ field })
  }
  expect((await accept(app, invitation)).status).toBe(200)
})

test('somebody who has an account must be signed in to it, and then simply joins', async () => {
  await using app = await startTestApp()
  const acme = await makeWorkspace(app, 'Acme')
  const other = await makeWorkspace(app, 'Other')
  const invitation = await invite(acme, other.email, 'viewer')
  const { id, token } = invitation

  const anonymous = await accept(app, invitation, { name: 'Thief', password: 'stolen-password' })
  expect(anonymous.status).toBe(401)
  expect(anonymous.body.code).toBe('NOT_AUTHENTICATED')
  expect(await makeBrowser(app).signIn(other.email, 'stolen-password')).toBe(401)

  const wrongPerson = await acme.owner.call('POST', `/invitations/${id}/accept`, { token })
  expect(wrongPerson.status).toBe(403)

  const forged = await other.owner.call(
    'POST',
    `/invitations/${id}/accept`,
    { token },
    { origin: 'https://evil.example' },
  )
  expect(forged.status).toBe(403)
  expect(forged.body.code).toBe('CROSS_SITE_REQUEST')

  const joined = await other.owner.call('POST', `/invitations/${id}/accept`, { token })
  expect(joined.status).toBe(200)
  const { body } = await other.owner.call<Me>('GET', '/me', undefined, {
    'x-workspace-id': acme.workspaceId,
  })
  expect(body.data.role).toBe('viewer')
  expect(await makeBrowser(app).signIn(other.email, password)).toBe(200)
})

test('a member or a person with a pending invitation is not invited twice', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  await invite(workspace)
  for (const email of ['ADA@example.com', workspace.email]) {
    const { status, body } = await workspace.owner.call<SentInvitation>('POST', '/invitations', {
      email,
    })
    expect(status).toBe(409)
    expect(body.code).toBe('DUPLICATE_EMAIL')
  }
  expect(await eventsOf(app, 'user.invited')).toHaveLength(1)
})

test('what is not an address or not a role is refused, naming the field', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  for (const [invitation, field] of [
    [{ email: 'ada' }, 'email'],
    [{ email: 'ada@example.com\r\nbcc: eve@example.com' }, 'email'],
    [{ role: 'rep' }, 'email'],
    [{ email: 'ada@example.com', role: 'emperor' }, 'role'],
  ] as const) {
    const { status, body } = await owner.call<SentInvitation>('POST', '/invitations', invitation)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', details: { field } })
  }
})

test('only an owner invites owners, and a rep invites nobody', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const admin = await makeMember(app, workspace, 'admin')
  const rep = await makeMember(app, workspace, 'rep')
  const boss = { email: 'boss@example.com', role: 'owner' }
  expect((await admin.browser.call<SentInvitation>('POST', '/invitations', boss)).status).toBe(403)
  expect((await workspace.owner.call<SentInvitation>('POST', '/invitations', boss)).status).toBe(
    201,
  )
  const pal = { email: 'pal@example.com', role: 'rep' }
  expect((await rep.browser.call<SentInvitation>('POST', '/invitations', pal)).status).toBe(403)
  expect((await rep.browser.call<Invitation[]>('GET', '/invitations')).status).toBe(403)
})

test('the invitations of another workspace do not exist', async () => {
  await using app = await startTestApp()
  const acme = await makeWorkspace(app, 'Acme')
  const other = await makeWorkspace(app, 'Other')
  const invitation = await invite(acme)
  for (const [method, path] of [
    ['DELETE', `/invitations/${invitation.id}`],
    ['POST', `/invitations/${invitation.id}/resend`],
  ] as const) {
    const { status, body } = await other.owner.call(method, path)
    expect(status).toBe(404)
    expect(body.code).toBe('INVITATION_NOT_FOUND')
  }
  expect((await other.owner.call<Invitation[]>('GET', '/invitations')).body).toMatchObject({
    data: [],
    count: 0,
  })
  expect((await accept(app, invitation)).status).toBe(200)
})

test('an invitation outlives a mail server that is away, and goes out with a resend', async () => {
  let away = true
  await using server = await startMailServer({
    onRcptTo(_address, _session, done) {
      done(away ? Object.assign(new Error('Later'), { responseCode: 451 }) : undefined)
    },
  })
  await using app = await startTestApp({
    environment: {
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      MAIL_FROM: 'Acme Sales <sales@acme.example>',
    },
  })
  const { owner } = await makeWorkspace(app)
  const { status, body } = await owner.call<SentInvitation>('POST', '/invitations', {
    email: 'ada@example.com',
  })
  expect(status).toBe(201)
  expect(body.data).toMatchObject({ status: 'pending', mail_sent: false, accept_url: null })

  away = false
  const again = await owner.call('POST', `/invitations/${body.data.id}/resend`)
  expect(again.body.data).toMatchObject({ id: body.data.id, mail_sent: true, accept_url: null })
  const [mail] = await server.received()
  expect(mail).toMatchObject({ from: 'sales@acme.example', to: ['ada@example.com'] })
  const link = new URL(/http\S+/.exec(mail?.text ?? '')?.[0] ?? 'about:blank')
  const joined = await accept(app, {
    id: link.searchParams.get('id') ?? '',
    token: link.searchParams.get('token') ?? '',
  })
  expect(joined.status).toBe(200)
})

test('invitations are listed newest first, in pages', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  for (const name of ['a', 'b', 'c']) await invite(workspace, `${name}@example.com`)
  const { body } = await workspace.owner.call<Invitation[]>('GET', '/invitations?limit=2&offset=1')
  expect(body.data.map(({ email }: { email: string }) => email)).toEqual([
    'b@example.com',
    'a@example.com',
  ])
  expect(body).toMatchObject({ count: 3, pagination: { total: 3, hasMore: false } })
})
