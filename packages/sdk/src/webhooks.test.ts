import { createHmac } from 'node:crypto'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { expect, test } from 'vitest'
import { verifyWebhook, WebhookVerificationError } from './webhooks.ts'

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, no less').toString('base64')}`
const other = `whsec_${Buffer.from('another key, of other bytes entirely').toString('base64')}`
const id = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f60'
const body = JSON.stringify({
  event: 'company.created',
  timestamp: '2026-03-02T09:15:00.000Z',
  data: { name: 'Grüße & Söhne 🚚' },
  id,
  workspace_id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0e10',
})

const plain = (key: string) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`

/** As the makers of the scheme sign. */
function signedBy(signer: { sign(id: string, at: Date, body: string): string }, at = new Date()) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signer.sign(id, at, body),
  }
}

test.each([
  ['standardwebhooks', new StandardWebhook(secret)],
  ['svix', new SvixWebhook(secret)],
])('what the package %s signs is accepted, and is an event', async (_name, signer) => {
  const event = await verifyWebhook(body, signedBy(signer), secret)
  expect(event.id).toBe(id)
  // The name tells the type of the data.
  if (event.event !== 'company.created') throw new Error('another event')
  expect(event.data.name).toBe('Grüße & Söhne 🚚')
})

const headers = () => signedBy(new StandardWebhook(secret))

test('headers may be those of Node, of fetch, or in any spelling; the body text or bytes', async () => {
  const sent = headers()
  const spelled = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name.toUpperCase(), [value]]),
  )
  const bytes = Buffer.from(body)
  for (const form of [sent, spelled, new Headers(sent)]) {
    expect((await verifyWebhook(bytes, form, secret)).id).toBe(id)
  }
})

test('one of several signatures, or of several secrets, is enough', async () => {
  const sent = headers()
  const both = {
    ...sent,
    'webhook-signature': `v1,AAAA v1a,zzzz ${signedBy(new StandardWebhook(other))['webhook-signature']} ${sent['webhook-signature']}`,
  }
  expect((await verifyWebhook(body, both, secret)).id).toBe(id)
  expect((await verifyWebhook(body, sent, [other, secret])).id).toBe(id)
})

test('a secret without whsec_ is its own key', async () => {
  const own = 'sixteen characters and more'
  const stamp = String(Math.floor(Date.now() / 1_000))
  const digest = createHmac('sha256', own).update(`${id}.${stamp}.${body}`).digest('base64')
  const sent = {
    'webhook-id': id,
    'webhook-timestamp': stamp,
    'webhook-signature': `v1,${digest}`,
  }
  expect((await verifyWebhook(body, sent, own)).id).toBe(id)
})

test('the plain signature is of the body alone, with the text of the secret as key', async () => {
  expect((await verifyWebhook(body, { 'x-webhook-signature': plain(secret) }, secret)).id).toBe(id)
  const rotated = {
    'X-Webhook-Signature': plain('the new one is another'),
    'X-Webhook-Signature-Previous': plain(secret),
  }
  expect((await verifyWebhook(body, rotated, secret)).id).toBe(id)
})

const reasonOf = (...given: Parameters<typeof verifyWebhook>) =>
  verifyWebhook(...given).then(
    () => 'accepted',
    (error: unknown) => (error instanceof WebhookVerificationError ? error.reason : error),
  )

test('whatever was changed is refused', async () => {
  const sent = headers()
  expect(await reasonOf(`${body} `, sent, secret)).toBe('wrong_signature')
  expect(await reasonOf(body, { ...sent, 'webhook-id': 'x' }, secret)).toBe('wrong_signature')
  expect(await reasonOf(body, sent, other)).toBe('wrong_signature')
  expect(await reasonOf(body, sent, [])).toBe('wrong_signature')
  const wrong = { ...sent, 'webhook-signature': 'v1,***' }
  expect(await reasonOf(body, wrong, secret)).toBe('wrong_signature')
  const hex = { 'x-webhook-signature': plain(other) }
  expect(await reasonOf(body, hex, secret)).toBe('wrong_signature')
})

test('what is old, or from the future, is refused', async () => {
  const signer = new StandardWebhook(secret)
  const ago = (seconds: number) => signedBy(signer, new Date(Date.now() - seconds * 1_000))
  expect(await reasonOf(body, ago(290), secret)).toBe('accepted')
  expect(await reasonOf(body, ago(310), secret)).toBe('wrong_time')
  expect(await reasonOf(body, ago(-310), secret)).toBe('wrong_time')
  expect(await reasonOf(body, ago(310), secret, { toleranceSeconds: 600 })).toBe('accepted')
  const never = { ...headers(), 'webhook-timestamp': 'NaN' }
  expect(await reasonOf(body, never, secret)).toBe('wrong_time')
})

test('nobody gets by with the weaker scheme where the stronger one is asked for', async () => {
  const sent = { 'x-webhook-signature': plain(secret) }
  expect(await reasonOf(body, sent, secret, { scheme: 'standard' })).toBe('no_signature')
  const both = { ...headers(), ...sent, 'webhook-signature': 'v1,AAAA' }
  expect(await reasonOf(body, both, secret)).toBe('wrong_signature')
})

test('requests without signatures and bodies without JSON are told apart', async () => {
  expect(await reasonOf(body, {}, secret)).toBe('no_signature')
  expect(await reasonOf(body, { 'x-webhook-signature': 'sha256=12' }, secret)).toBe('no_signature')
  const text = 'not JSON'
  const digest = createHmac('sha256', secret).update(text).digest('hex')
  const sent = { 'x-webhook-signature': `sha256=${digest}` }
  expect(await reasonOf(text, sent, secret)).toBe('not_json')
})

test('a parsed body is a mistake of the program, and says so', async () => {
  const parsed = JSON.parse(body) as string
  await expect(verifyWebhook(parsed, headers(), secret)).rejects.toThrow(/as it was received/)
})
