import type { Me, Workspace } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  forgetPeople,
  makeBrowser,
  makeMember,
  makeWorkspace,
  password,
} from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { ensureFirstOwner } from './index.ts'

test('the first owner signs in with the password that was printed', async () => {
  await using app = await startTestApp()
  await forgetPeople(app)
  const first = await ensureFirstOwner(app.context, async () => 'key')
  expect(first).toMatchObject({ email: 'owner@parley.local', apiKey: 'key' })
  expect(first?.password).toMatch(/^([2-9a-z]{4}-){4}[2-9a-z]{4}$/)

  const browser = makeBrowser(app)
  expect(await browser.signIn('owner@parley.local', first?.password)).toBe(200)

  const { status, body } = await browser.call<Me>('GET', '/me')
  expect(status).toBe(200)
  expect(body.data).toMatchObject({
    user: { id: first?.userId, email: 'owner@parley.local' },
    workspace: { id: first?.workspaceId, name: 'My workspace' },
    role: 'owner',
    scopes: ['read', 'write', 'delete', 'admin'],
    sees_all_rows: true,
    api_key_id: null,
  })
})

test('an address in capitals signs in too', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  expect(await makeBrowser(app).signIn(email.toUpperCase())).toBe(200)
})

test('a wrong password and an unknown address get the same answer', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  const answers = []
  for (const body of [
    { email, password: 'not-the-password' },
    { email: 'nobody@example.com', password: 'not-the-password' },
  ]) {
    const response = await makeBrowser(app).send('POST', '/api/auth/sign-in/email', body)
    answers.push({ status: response.status, body: await response.text() })
  }
  expect(answers[0]?.status).toBe(401)
  expect(answers[1]).toEqual(answers[0])
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  const response = await makeBrowser(app).send('POST', '/api/auth/sign-in/email', {
    email,
    password,
  })
  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^parley\.session_token=/)
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Lax')
  expect(cookie).not.toContain('Secure')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('behind https the cookie is sent over https only, and opens the API', async () => {
  const environment = { PUBLIC_URL: 'https://parley.example.com' }
  await using app = await startTestApp({ environment })
  await forgetPeople(app)
  const first = await ensureFirstOwner(app.context, async () => 'key')
  const browser = makeBrowser(app, 'https://parley.example.com')
  const { email, password: secret } = first ?? {}
  const response = await browser.send('POST', '/api/auth/sign-in/email', {
    email,
    password: secret,
  })
  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^__Secure-parley\.session_token=/)
  expect(cookie).toContain('Secure')
  expect((await browser.call<Me>('GET', '/me')).status).toBe(200)
  expect((await browser.call<Workspace>('PATCH', '/workspace', { name: 'New' })).status).toBe(200)
})

test('signing out ends the session even for somebody who kept the cookie', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  const kept = makeBrowser(app)
  for (const [name, value] of owner.cookies) kept.cookies.set(name, value)
  expect((await kept.call<Me>('GET', '/me')).status).toBe(200)

  expect((await owner.send('POST', '/api/auth/sign-out')).status).toBe(200)

  expect(owner.cookies.size).toBe(0)
  const { status, body } = await kept.call<Me>('GET', '/me')
  expect(status).toBe(401)
  expect(body.data).toBeNull()
})

test('a cookie that was tampered with is no session', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  const [name = '', value = ''] = [...owner.cookies][0] ?? []
  const [token = '', signature = ''] = decodeURIComponent(value).split('.')
  const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  for (const forged of [
    `${token}.${flipped}`,
    token,
    `${token}x.${signature}`,
    `.${signature}`,
    '%E0%A4%A',
  ]) {
    const thief = makeBrowser(app)
    thief.cookies.set(name, forged.startsWith('%') ? forged : encodeURIComponent(forged))
    expect((await thief.call<Me>('GET', '/me')).status).toBe(401)
  }
})

test('a session that has run out is no session', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  await app.db.pool.query("update session set expires_at = now() - interval '1 second'")
  expect((await owner.call<Me>('GET', '/me')).status).toBe(401)
})

test('a new password ends every other session and replaces the old one', async () => {
  await using app = await startTestApp()
  const { owner, email } = await makeWorkspace(app)
  const elsewhere = makeBrowser(app)
  await elsewhere.signIn(email)

  const changed = await owner.send('POST', '/api/auth/change-password', {
    currentPassword: password,
    newPassword: 'another-long-secret',
    revokeOtherSessions: false,
  })

  expect(changed.status).toBe(200)
  expect((await owner.call<Me>('GET', '/me')).status).toBe(200)
  expect((await elsewhere.call<Me>('GET', '/me')).status).toBe(401)
  expect(await makeBrowser(app).signIn(email)).toBe(401)
  expect(await makeBrowser(app).signIn(email, 'another-long-secret')).toBe(200)
})

test('the password is not changed by somebody who does not know it, nor to a short one', async () => {
  await using app = await startTestApp()
  const { owner, email } = await makeWorkspace(app)
  const change = (currentPassword: string, newPassword: string) =>
    owner.send('POST', '/api/auth/change-password', { currentPassword, newPassword })
  expect((await change('wrong-wrong-wrong', 'another-long-secret')).status).toBe(400)
  expect((await change(password, 'short')).status).toBe(400)
  expect(await makeBrowser(app).signIn(email)).toBe(200)
})

test('one can list one’s sessions, end one, and sign out everywhere', async () => {
  await using app = await startTestApp()
  const { owner, email } = await makeWorkspace(app)
  const phone = makeBrowser(app)
  const laptop = makeBrowser(app)
  await phone.signIn(email)
  await laptop.signIn(email)
  const listed = (await (await owner.send('GET', '/api/auth/list-sessions')).json()) as {
    token: string
  }[]
  expect(listed).toHaveLength(3)

  const phoneCookie = decodeURIComponent([...phone.cookies.values()][0] ?? '')
  const phoneSession = listed.find(({ token }) => phoneCookie.startsWith(`${token}.`))
  await owner.send('POST', '/api/auth/revoke-session', { token: phoneSession?.token })
  expect((await phone.call<Me>('GET', '/me')).status).toBe(401)
  expect((await laptop.call<Me>('GET', '/me')).status).toBe(200)

  await owner.send('POST', '/api/auth/revoke-sessions')
  expect((await laptop.call<Me>('GET', '/me')).status).toBe(401)
  expect((await owner.call<Me>('GET', '/me')).status).toBe(401)
})

test('nobody signs up, and workspaces and members are changed only through our endpoints', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  const closedPaths = [
    '/sign-up/email',
    '/organization/create',
    '/organization/invite-member',
    '/organization/remove-member',
    '/organization/update-member-role',
    '/organization/delete',
    '/delete-user',
    '/change-email',
    '/../functions/v1/me',
  ]
  for (const path of closedPaths) {
    const response = await owner.send('POST', `/api/auth${path}`, {
      email: 'eve@example.com',
      password,
      name: 'Eve',
    })
    expect(response.status).toBeGreaterThanOrEqual(404)
  }
  const { rows } = await app.db.pool.query("select from app_user where email like 'eve@%'")
  expect(rows).toEqual([])
})

test('values no column takes are refused, not a fault of ours', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  const set = await owner.send('POST', '/api/auth/organization/set-active', {
    organizationId: 'not-a-uuid',
  })
  expect(set.status).toBe(400)
  const named = await owner.send('POST', '/api/auth/update-user', { name: 'a\u0000b' })
  expect(named.status).toBe(400)
  const revoked = await owner.send('POST', '/api/auth/revoke-session', { token: 'a\u0000b' })
  expect(revoked.status).toBeLessThan(500)
  const malformed = await fetch(`${app.baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"email":',
  })
  expect(malformed.status).toBe(400)
  const big = await owner.send('POST', '/api/auth/sign-in/email', {
    email: 'a@example.com',
    password: 'x'.repeat(20_000),
  })
  expect(big.status).toBe(413)
})

test('guessing passwords from one address is slowed down, whatever that address claims to be', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  const statuses: number[] = []
  let waitS = 0
  for (let attempt = 0; attempt < 12; attempt++) {
    const response = await fetch(`${app.baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: app.baseUrl,
        'x-forwarded-for': `203.0.113.${attempt}`,
        'x-parley-address': `203.0.113.${attempt}`,
      },
      body: JSON.stringify({ email, password: `guess-number-${attempt}` }),
    })
    statuses.push(response.status)
    waitS = Number(response.headers.get('retry-after'))
  }
  expect(statuses.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 401))
  expect(statuses.at(-1)).toBe(429)
  expect(waitS).toBeGreaterThan(0)
})

const evil = 'https://evil.example'

test.each<[string, Record<string, string>]>([
  ['from another site', { origin: evil }],
  ['that the browser calls cross-site', { origin: evil, 'sec-fetch-site': 'cross-site' }],
  ['from a sandboxed frame', { origin: 'null' }],
])('a change %s is refused, although the cookie is good', async (_title, headers) => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  const { status, body } = await owner.call<Workspace>(
    'PATCH',
    '/workspace',
    { name: 'Hacked' },
    headers,
  )
  expect(status).toBe(403)
  expect(body.code).toBe('CROSS_SITE_REQUEST')
  expect((await owner.call<Workspace>('GET', '/workspace')).body.data.name).toBe('Acme')

  const signedOut = await owner.send('POST', '/api/auth/sign-out', {}, headers)
  expect(signedOut.status).toBe(403)
  expect((await owner.call<Me>('GET', '/me', undefined, headers)).status).toBe(200)
})

test('another site cannot sign a visitor in', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  const response = await makeBrowser(app, evil).send(
    'POST',
    '/api/auth/sign-in/email',
    { email, password },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
  )
  expect(response.status).toBe(403)
})

async function twoWorkspaces(app: TestApp) {
  const acme = await makeWorkspace(app, 'Acme')
  const other = await makeWorkspace(app, 'Other')
  await app.db.pool.query(
    `insert into member (workspace_id, id, user_id, role) values ($1, $2, $3, 'viewer')`,
    [other.workspaceId, app.context.newId(), acme.userId],
  )
  return { acme, other }
}

test('a person of two workspaces acts in the first, in the one chosen, or in the one named', async () => {
  await using app = await startTestApp()
  const { acme, other } = await twoWorkspaces(app)
  const { owner } = acme
  const where = async (headers?: Record<string, string>) => {
    const { body } = await owner.call<Me>('GET', '/me', undefined, headers)
    return [body.data.workspace.name, body.data.role]
  }
  expect(await where()).toEqual(['Acme', 'owner'])
  expect(await where({ 'x-workspace-id': other.workspaceId })).toEqual(['Other', 'viewer'])

  const chosen = await owner.send('POST', '/api/auth/organization/set-active', {
    organizationId: other.workspaceId,
  })
  expect(chosen.status).toBe(200)
  expect(await where()).toEqual(['Other', 'viewer'])
  expect(await where({ 'x-workspace-id': acme.workspaceId })).toEqual(['Acme', 'owner'])
  const { body } = await owner.call<Me>('GET', '/me')
  expect(body.data.workspaces.map(({ name }: { name: string }) => name)).toEqual(['Acme', 'Other'])
})

test('a workspace one is not in cannot be named or chosen', async () => {
  await using app = await startTestApp()
  const { acme, other } = await twoWorkspaces(app)
  const stranger = await other.owner.call<Me>('GET', '/me', undefined, {
    'x-workspace-id': acme.workspaceId,
  })
  expect(stranger.status).toBe(404)
  expect(stranger.body.code).toBe('WORKSPACE_NOT_FOUND')
  const malformed = await other.owner.call<Me>('GET', '/me', undefined, {
    'x-workspace-id': 'acme',
  })
  expect(malformed.status).toBe(400)

  await other.owner.send('POST', '/api/auth/organization/set-active', {
    organizationId: acme.workspaceId,
  })
  expect((await other.owner.call<Me>('GET', '/me')).body.data.workspace.name).toBe('Other')
})

test('what a rep and a viewer may do is what their role says', async () => {
  await using app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const rep = await makeMember(app, workspace, 'rep')
  const viewer = await makeMember(app, workspace, 'viewer')
  expect((await rep.browser.call<Me>('GET', '/me')).body.data).toMatchObject({
    role: 'rep',
    scopes: ['read', 'write', 'delete'],
    sees_all_rows: false,
  })
  expect((await viewer.browser.call<Me>('GET', '/me')).body.data).toMatchObject({
    role: 'viewer',
    scopes: ['read'],
    sees_all_rows: true,
  })
  for (const { browser } of [rep, viewer]) {
    const { status, body } = await browser.call<Workspace>('PATCH', '/workspace', { name: 'Mine' })
    expect(status).toBe(403)
    expect(body.code).toBe('INSUFFICIENT_PERMISSIONS')
  }
})
