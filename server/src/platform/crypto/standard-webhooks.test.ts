import { expect, test } from 'vitest'
import { newWebhookSecret, signWebhook, verifyWebhook } from './standard-webhooks.ts'

// The example of https://github.com/standard-webhooks/standard-webhooks.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330 }
const body = '{"test": 2432232314}'
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const now = new Date(1_614_265_330_000)
const headers = {
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestamp),
  'webhook-signature': signature,
}

test('signatures are those of the standard', () => {
  expect(signWebhook(secret, message, body)).toBe(signature)
})

test.each([
  ['as signed', headers, body, now, true],
  [
    'one of several',
    { ...headers, 'webhook-signature': `v1,AAAA v2,x ${signature}` },
    body,
    now,
    true,
  ],
  ['other bytes', headers, `${body} `, now, false],
  ['another id', { ...headers, 'webhook-id': 'msg_other' }, body, now, false],
  ['no signature', { ...headers, 'webhook-signature': undefined }, body, now, false],
  [
    'of a version nobody knows',
    { ...headers, 'webhook-signature': signature.replace('v1', 'v9') },
    body,
    now,
    false,
  ],
  ['five minutes late', headers, body, new Date(now.getTime() + 300_000), true],
  ['later than that', headers, body, new Date(now.getTime() + 301_000), false],
  ['from the future', headers, body, new Date(now.getTime() - 301_000), false],
  ['no time', { ...headers, 'webhook-timestamp': 'soon' }, body, now, false],
] as const)('a delivery %s', (...[, sent, bytes, at, expected]) => {
  expect(verifyWebhook(secret, sent, bytes, at)).toBe(expected)
})

test('a new secret signs and verifies, and another does not', () => {
  const [own, other] = [newWebhookSecret(), newWebhookSecret()]
  const signed = { ...headers, 'webhook-signature': signWebhook(own, message, body) }
  expect(verifyWebhook(own, signed, body, now)).toBe(true)
  expect(verifyWebhook(other, signed, body, now)).toBe(false)
})
