import { expect, test } from 'vitest'
import { answerChallenges, digestOf, openDigestGate, readDigest } from './digest.ts'

const asked = { method: 'GET', uri: '/dir/index.html' }

test('the example of RFC 2617 comes out', () => {
  const login = { username: 'Mufasa', password: 'Circle Of Life' }
  const terms = {
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    qop: 'auth',
    nc: '00000001',
    cnonce: '0a4f113b',
  }
  expect(digestOf(login, asked, terms)).toBe('6629fae49393a05397450978507c4ef1')
})

test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('the example of RFC 7616 comes out with %s', (algorithm, response) => {
  const login = { username: 'Mufasa', password: 'Circle of Life' }
  const challenge = [
    'Digest realm="http-auth@example.org", qop="auth, auth-int",',
    `algorithm=${algorithm},`,
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",',
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  ].join(' ')
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
  const answer = answerChallenges([challenge], login, asked, cnonce)
  expect(readDigest(answer ?? '')?.get('response')).toBe(response)
  expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
})

test('of several challenges the first that can be met is, and others are left', () => {
  const challenges = [
    'Basic realm="x"',
    'Digest realm="x", nonce="1", algorithm=WHIRLPOOL',
    'Digest realm="x", nonce="2", qop="auth-int"',
    'Digest realm="x", nonce="3"',
  ]
  const answer = answerChallenges(challenges, { username: 'a', password: 'b' }, asked)
  expect(readDigest(answer ?? '')?.get('nonce')).toBe('3')
  expect(answerChallenges(challenges.slice(0, 3), { username: 'a', password: 'b' }, asked)).toBe(
    undefined,
  )
})

test('who logs in is let in once for each challenge, in time, with the right password', () => {
  let nowMs = 1_000_000
  const gate = openDigestGate({ realm: 'parley', nowMs: () => nowMs })
  const invite = { method: 'INVITE', uri: 'sip:a@b' }
  const answerTo = (challenge: string, password: string) =>
    answerChallenges([challenge], { username: 'ann', password }, invite) ?? ''
  const judge = (answer: string) =>
    gate.judge(answer, invite, (name) => (name === 'ann' ? ['other', 'right'] : []))

  const challenge = gate.challenge(false)
  const right = answerTo(challenge, 'right')
  expect(judge(right)).toBe('right')
  expect(judge(right)).toBe('stale')
  expect(judge(answerTo(challenge, 'wrong'))).toBe('wrong')
  expect(gate.judge(right, { ...invite, method: 'BYE' }, () => ['right'])).toBe('wrong')
  nowMs += 121_000
  expect(judge(answerTo(challenge, 'right'))).toBe('stale')
  const forged = challenge.replace(/nonce="[^"]+"/, 'nonce="1.2.3"')
  expect(judge(answerTo(forged, 'right'))).toBe('stale')
  expect(judge('Digest nonsense')).toBe('wrong')
  expect(judge('Basic YTpi')).toBe('wrong')
})
