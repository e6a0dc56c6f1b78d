import { expect, test } from 'vitest'
import { isSignedBy, signatureOf } from './signature.ts'

// The worked example of Twilio's page on the security of requests.
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const form = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='

test('the signature of the documented example is found', () => {
  expect(signatureOf('12345', url, form)).toBe(signature)
  expect(isSignedBy('12345', { url, form, signature })).toBe(true)
})

test.each([
  ['another token', '54321', { url, form, signature }],
  ['a changed field', '12345', { url, form: { ...form, Digits: '1235' }, signature }],
  ['a field more', '12345', { url, form: { ...form, Extra: '' }, signature }],
  ['another address', '12345', { url: `${url}&baz=3`, form, signature }],
  ['no signature', '12345', { url, form, signature: undefined }],
  ['an empty one', '12345', { url, form, signature: '' }],
])('%s is not accepted', (_, token, request) => {
  expect(isSignedBy(token, request)).toBe(false)
})

test('the usual port may be part of the signed address or not', () => {
  const withPort = signatureOf('12345', 'https://a.example:443/x', form)
  expect(isSignedBy('12345', { url: 'https://a.example/x', form, signature: withPort })).toBe(true)
  const without = signatureOf('12345', 'https://a.example/x', form)
  expect(isSignedBy('12345', { url: 'https://a.example:8443/x', form, signature: without })).toBe(
    true,
  )
})
