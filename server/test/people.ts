import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { accountEndpoints, ErrorReply, type Role, type SentInvitation } from '@parley/contract'
import PostalMime from 'postal-mime'
import { expect } from 'vitest'
import { createWorkspaceWithOwner } from '../src/modules/accounts/index.ts'
import type { TestApp } from './test-app.ts'

export const password = 'correct-horse-battery'

export type Reply<Data> = {
  status: number
  body: {
    data: Data
    error: string | null
    count?: number
    code?: string
    details?: Record<string, unknown>
  }
}

/** A browser of one person: keeps cookies, and says which page it is on as browsers do. */
export function makeBrowser(app: TestApp, page: string = app.baseUrl) {
  const cookies = new Map<string, string>()

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(app.baseUrl + path, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method !== 'GET' && { origin: page }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split('; ')
      const equals = pair.indexOf('=')
      const name = pair.slice(0, equals)
      if (attributes.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, pair.slice(equals + 1))
    }
    return response
  }

  return {
    cookies,
    /** Raw, for `/api/auth`. */
    send,
    /** Under `/functions/v1`. `Data` is what the caller expects; its own expectations check it. */
    async call<Data = unknown>(
      method: string,
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ): Promise<Reply<Data>> {
      const response = await send(method, `/functions/v1${path}`, body, headers)
      const reply: unknown = await response.json()
      contractOf(method, path, response.ok).parse(reply)
      return { status: response.status, body: reply as Reply<Data>['body'] }
    },
    async signIn(email: string, secret: string = password): Promise<number> {
      return (await send('POST', '/api/auth/sign-in/email', { email, password: secret })).status
    },
  }
}

/** What the contract says a reply must look like. */
function contractOf(method: string, path: string, succeeded: boolean) {
  if (!succeeded) return ErrorReply
  const sent = `/functions/v1${path.split('?', 1)[0]}`.split('/')
  const endpoint = Object.values(accountEndpoints).find(
    (candidate) =>
      candidate.method === method &&
      candidate.path.split('/').length === sent.length &&
      candidate.path.split('/').every((part, index) => part[0] === ':' || part === sent[index]),
  )
  if (!endpoint) throw new Error(`${method} ${path} is not in the contract`)
  return endpoint.reply
}

/** As after the installation, before anybody came. */
export async function forgetPeople(app: TestApp): Promise<void> {
  await app.db.pool.query('truncate app_user, workspace cascade')
}

let made = 0

/** A workspace of its own with a signed-in owner. */
export async function makeWorkspace(app: TestApp, workspaceName = 'Acme') {
  const email = `owner${++made}@example.com`
  const created = await app.db.transaction((tx) =>
    createWorkspaceWithOwner(tx, app.context, {
      workspaceName,
      owner: { email, name: 'Olive Owner', password },
      onWorkspaceCreated: [],
    }),
  )
  const owner = makeBrowser(app)
  expect(await owner.signIn(email)).toBe(200)
  return { ...created, email, owner }
}

export type MadeWorkspace = Awaited<ReturnType<typeof makeWorkspace>>

/** Invites, accepts and signs in a new person, as they would themselves. */
export async function makeMember(app: TestApp, { owner }: MadeWorkspace, role: Role) {
  const email = `${role}${++made}@example.com`
  const { body } = await owner.call<SentInvitation>('POST', '/invitations', { email, role })
  const accept = `/invitations/${body.data.id}/accept`
  const joined = await makeBrowser(app).call<{ member_id: string; user_id: string }>(
    'POST',
    accept,
    { token: tokenOf(body.data), name: `${role} person`, password },
  )
  expect(joined.status).toBe(200)
  const browser = makeBrowser(app)
  expect(await browser.signIn(email)).toBe(200)
  return {
    email,
    browser,
    memberId: joined.body.data.member_id,
    userId: joined.body.data.user_id,
  }
}

/** The secret in the link of an invitation. */
export function tokenOf({ accept_url }: SentInvitation): string {
  return new URL(accept_url ?? 'about:blank').searchParams.get('token') ?? ''
}

/** Mails written so far, oldest first. */
export async function readOutbox(app: TestApp) {
  const folder = join(app.dataDir, 'outbox')
  const files = await readdir(folder).catch(() => [])
  const mails = files.filter((file) => file.endsWith('.eml')).sort()
  return Promise.all(
    mails.map(async (file) => {
      const mail = await PostalMime.parse(await readFile(join(folder, file)))
      return {
        to: mail.to?.[0]?.address ?? '',
        subject: mail.subject ?? '',
        text: mail.text ?? '',
        link: new URL(/https?:\S+/.exec(mail.text ?? '')?.[0] ?? 'about:blank'),
      }
    }),
  )
}

/** The newest mail to this address, once it has been written. */
export async function waitForMail(app: TestApp, to: string, count = 1) {
  const arrived = async () => (await readOutbox(app)).filter((mail) => mail.to === to)
  await expect.poll(async () => (await arrived()).length, { timeout: 5_000 }).toBe(count)
  const mail = (await arrived()).at(-1)
  if (!mail) throw new Error(`no mail to ${to}`)
  return mail
}
