import { expect, test } from 'vitest'
import { readNameAddress, readUri, readVia, splitList } from './address.ts'

test.each([
  ['sip:ann@example.org', 'ann', 'example.org', undefined],
  ['sips:ann:secret@Example.org:5061;transport=tcp?x=y', 'ann', 'example.org', 5061],
  ['sip:%61nn@192.0.2.1', 'ann', '192.0.2.1', undefined],
  ['sip:+44-207;phone-context=x@gw.example.org', '+44-207', 'gw.example.org', undefined],
  ['sip:[2001:db8::1]:5060', undefined, '2001:db8::1', 5060],
  ['tel:+442079460958;phone-context=example.org', '+442079460958', '', undefined],
  ['sip:100%25@example.org', '100%', 'example.org', undefined],
  ['sip:bad%zz@example.org', 'bad%zz', 'example.org', undefined],
])('%s is read', (uri, user, host, port) => {
  const read = readUri(uri)
  expect([read?.user, read?.host, read?.port]).toEqual([user, host, port])
})

test.each(['', 'ann', 'http://example.org', 'sip:', 'sip:a@b:99999', 'sip:a@[::1', 'sip:a@b:x'])(
  '"%s" is no address',
  (uri) => {
    expect(readUri(uri)).toBeUndefined()
  },
)

test('parameters without brackets are those of the header, within them those of the address', () => {
  expect(readNameAddress('sip:ann@b;tag=1')).toMatchObject({ uri: 'sip:ann@b' })
  expect(readNameAddress('sip:ann@b;tag=1')?.params.get('tag')).toBe('1')
  const bracketed = readNameAddress('<sip:ann@b;transport=tcp>;TAG=2')
  expect(bracketed?.uri).toBe('sip:ann@b;transport=tcp')
  expect(bracketed?.params.get('tag')).toBe('2')
})

test('lists are cut at commas that are not quoted', () => {
  expect(splitList('"A, B" <sip:a,b@c>, <sip:d@e> ,')).toEqual(['"A, B" <sip:a,b@c>', '<sip:d@e>'])
})

test('Via names its transport, host and branch', () => {
  const via = readVia('SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK1;rport')
  expect(via).toMatchObject({ transport: 'TCP', host: '2001:db8::1', port: 5070 })
  expect(via?.params.get('branch')).toBe('z9hG4bK1')
  expect(via?.params.get('rport')).toBe('')
})
