import type { Me, SentInvitation } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  makeBrowser,
  makeWorkspace,
  readOutbox,
  tokenOf,
  waitForMail,
} from '../../../test/people.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { createWorkspaceWithOwner } from './index.ts'

const newPassword = 'a-brand-new-secret'

function askForReset(app: TestApp, email: string) {
  return makeBrowser(app).send('POST', '/api/auth/request-password-reset', { email })
}

function reset(app: TestApp, token: string | null) {
  return makeBrowser(app).send('POST', '/api/auth/reset-password', { token, newPassword })
}

test('a forgotten password is replaced through the mailed link, and old sessions end', async () => {
  await using app = await startTestApp()
  const { owner, email } = await makeWorkspace(app)
  expect((await askForReset(app, email)).status).toBe(200)
  const { link } = await waitForMail(app, email)
  expect(link.origin + link.pathname).toBe(`${app.baseUrl}/reset-password`)

  expect((await reset(app, link.searchParams.get('token'))).status).toBe(200)

  expect((await owner.call<Me>('GET', '/me')).status).toBe(401)
  expect(await makeBrowser(app).signIn(email)).toBe(401)
  expect(await makeBrowser(app).signIn(email, newPassword)).toBe(200)
})

test('a reset link works once, and using one kills the others', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  await askForReset(app, email)
  const first = await waitForMail(app, email, 1)
  await askForReset(app, email)
  const second = await waitForMail(app, email, 2)
  const token = second.link.searchParams.get('token')
  expect((await reset(app, token)).status).toBe(200)
  expect((await reset(app, token)).status).toBe(400)
  expect((await reset(app, first.link.searchParams.get('token'))).status).toBe(400)
})

test('a reset link dies after an hour', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  await askForReset(app, email)
  const { link } = await waitForMail(app, email)
  const { rows } = await app.db.pool.query<{ minutes: number }>(
    'select round(extract(epoch from expires_at - now()) / 60)::int as minutes from verification',
  )
  expect(rows).toEqual([{ minutes: 60 }])
  await app.db.pool.query("update verification set expires_at = now() - interval '1 second'")
  expect((await reset(app, link.searchParams.get('token'))).status).toBe(400)
  expect(await makeBrowser(app).signIn(email)).toBe(200)
})

test('asking for a reset does not tell who has an account', async () => {
  await using app = await startTestApp()
  const { email } = await makeWorkspace(app)
  const known = await askForReset(app, email)
  const unknown = await askForReset(app, 'nobody@example.com')
  expect(unknown.status).toBe(known.status)
  expect(await unknown.text()).toBe(await known.text())
  await waitForMail(app, email)
  expect((await readOutbox(app)).map(({ to }) => to)).toEqual([email])
})

test('a link in a mail never leads to the host a stranger put into the request', async () => {
  await using app = await startTestApp({
    environment: { PUBLIC_URL: 'https://parley.acme.example' },
  })
  const { email } = await makeWorkspaceUnsigned(app)
  for (const wish of [{}, { redirectTo: 'http://evil.example/take' }]) {
    await app.http.inject({
      method: 'POST',
      url: '/api/auth/request-password-reset',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      payload: { email, ...wish },
    })
  }
  await waitForMail(app, email, 2)
  for (const { link, text } of await readOutbox(app)) {
    expect(link.origin).toBe('https://parley.acme.example')
    expect(text).not.toContain('evil')
  }
})

async function makeWorkspaceUnsigned(app: TestApp) {
  const email = 'olive@example.com'
  await app.db.transaction((tx) =>
    createWorkspaceWithOwner(tx, app.context, {
      workspaceName: 'Acme',
      owner: { email, name: 'Olive', password: newPassword },
      onWorkspaceCreated: [],
    }),
  )
  return { email }
}

test('neither a reset token nor an invitation token nor a password stands in the database', async () => {
  await using app = await startTestApp()
  const { owner, email } = await makeWorkspace(app)
  await askForReset(app, email)
  const resetToken = (await waitForMail(app, email)).link.searchParams.get('token') ?? ''
  const { body } = await owner.call<SentInvitation>('POST', '/invitations', {
    email: 'ada@example.com',
  })
  const invitationToken = tokenOf(body.data)
  for (const secret of [resetToken, invitationToken, 'correct-horse-battery']) {
    expect(secret.length).toBeGreaterThan(15)
    for (const table of [
      'verification',
      'invitation',
      'credential',
      'session',
      'app_user',
      'event',
    ]) {
      const { rows } = await app.db.pool.query(
        `select from ${table} t where strpos(t::text, $1) > 0`,
        [secret],
      )
      expect(rows, `${table} holds a secret`).toEqual([])
    }
  }
})
