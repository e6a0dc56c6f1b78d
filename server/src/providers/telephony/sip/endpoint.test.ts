import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { eventually } from '../../../../test/eventually.ts'
import { openListeners } from '../listeners.ts'
import type { MediaStream } from '../media.ts'
import { encodeMulaw } from '../mulaw.ts'
import type { CallEvent, IncomingCall } from '../port.ts'
import { answerChallenges } from './digest.ts'
import { openSipEndpoint } from './endpoint.ts'
import type { SipLine, SipTrunk } from './line.ts'

const number = '+442079460958'
const host = '127.0.0.1'

const noTrunk: SipTrunk = {
  address: 'registered',
  transportType: 'UDP',
  username: null,
  password: null,
  headers: {},
  registers: false,
}
const line: SipLine = {
  owner: 'workspace-1',
  number,
  trunk: noTrunk,
  allowedAddresses: [],
  login: { username: 'ann', password: () => 'a long secret' },
}

const settings = { host, port: 0, publicAddress: host, rtpPorts: [24_000, 24_999] } as const

async function start(
  lines: readonly SipLine[],
  onIncoming?: (call: IncomingCall) => object,
  problems: unknown[] = [],
) {
  const onProblem = (problem: unknown) => problems.push(problem)
  const endpoint = await openSipEndpoint(settings, { mayReach: () => true, onProblem })
  const listeners = openListeners()
  endpoint.attach(listeners)
  const events: CallEvent[] = []
  const streams: MediaStream[] = []
  listeners.listen({
    onEvent: (event) => events.push(event),
    onStream: (stream) => streams.push(stream),
    onIncoming: async (call) => onIncoming && { parameters: { ...onIncoming(call) } },
  })
  await endpoint.follow({ lines: async () => lines })
  return { endpoint, events, streams, [Symbol.asyncDispose]: () => endpoint.close() }
}

/** Somebody with a UDP socket. */
async function openStranger(port: number, address = host) {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  const replies: string[] = []
  socket.on('message', (bytes) => replies.push(bytes.toString()))
  let count = 0
  return {
    replies,
    /** Answers the first line of what comes back. */
    async ask(method: string, { uri = `sip:${number}@${host}`, headers = [] as string[] } = {}) {
      count += 1
      const before = replies.length
      const text = requestOf(method, { uri, count, port: socket.address().port, headers })
      socket.send(text, port, host)
      await eventually(
        () => replies.length,
        (length) => length > before,
      )
      return replies.at(-1) ?? ''
    },
    tell(bytes: string | Uint8Array) {
      socket.send(bytes, port, host)
    },
    [Symbol.dispose]: () => socket.close(),
  }
}

type Wish = { uri: string; count: number; port: number; headers: readonly string[] }

const requestOf = (method: string, { uri, count, port, headers }: Wish) =>
  [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${count};rport`,
    'From: <sip:eve@example.org>;tag=1',
    `To: <${uri}>`,
    `Call-ID: ${count}@${port}`,
    `CSeq: 1 ${method}`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')

test('a stranger is challenged a few times, told nothing, and then not heard any more', async () => {
  const allowed = '127.0.0.2'
  await using sip = await start([{ ...line, allowedAddresses: [allowed] }])
  using stranger = await openStranger(sip.endpoint.port)
  const unknown = { uri: `sip:+15005550006@${host}` }
  expect(await stranger.ask('INVITE')).toMatch(/^SIP\/2\.0 401 /)
  expect(await stranger.ask('INVITE', unknown)).toMatch(/^SIP\/2\.0 401 /)
  for (let times = 3; times <= 19; times += 1) await stranger.ask('INVITE')
  const before = stranger.replies.length
  for (const method of ['OPTIONS', 'INVITE', 'REGISTER']) {
    stranger.tell(requestOf(method, { uri: 'sip:x@y', count: 90, port: 9, headers: [] }))
  }
  // Somebody who may is still heard, and that tells when the others have been read.
  using friend = await openStranger(sip.endpoint.port, allowed)
  expect(await friend.ask('OPTIONS')).toMatch(/^SIP\/2\.0 200 /)
  expect(stranger.replies).toHaveLength(before)
  expect(sip.events).toEqual([])
})

test('who may call is told what there is not, and what is not understood', async () => {
  await using sip = await start([{ ...line, allowedAddresses: [host] }])
  using friend = await openStranger(sip.endpoint.port)
  const other = { uri: `sip:+15005550006@${host}` }
  expect(await friend.ask('INVITE', other)).toMatch(/^SIP\/2\.0 404 /)
  expect(await friend.ask('PUBLISH')).toMatch(/^SIP\/2\.0 405 [^]*Allow: INVITE/)
  expect(await friend.ask('INVITE', { headers: ['Require: 100rel'] })).toMatch(
    /^SIP\/2\.0 420 [^]*Unsupported: 100rel/,
  )
  // Nobody takes the call here.
  await friend.ask('INVITE')
  await eventually(
    () => friend.replies.at(-1) ?? '',
    (reply) => reply.startsWith('SIP/2.0 480'),
  )
})

test('a number that two workspaces have is answered by the one whose carrier calls', async () => {
  const [first, second] = ['127.0.0.2', '127.0.0.3']
  const owners: (string | undefined)[] = []
  await using sip = await start(
    [
      { ...line, owner: 'workspace-1', allowedAddresses: [first] },
      { ...line, owner: 'workspace-2', allowedAddresses: [second] },
    ],
    ({ owner }) => {
      owners.push(owner)
      return {}
    },
  )
  for (const address of [second, first]) {
    using friend = await openStranger(sip.endpoint.port, address)
    await friend.ask('INVITE')
    // Without an offer, ours comes with the answer.
    await eventually(
      () => friend.replies.at(-1) ?? '',
      (reply) => /^SIP\/2\.0 200 [^]*m=audio \d+ RTP\/AVP 0 8 101/.test(reply),
    )
  }
  expect(owners).toEqual(['workspace-2', 'workspace-1'])
})

test('a wrong password is refused, and the right one lets in', async () => {
  await using sip = await start([line], () => ({}))
  using phone = await openStranger(sip.endpoint.port)
  const logIn = async (password: string) => {
    const challenged = await phone.ask('REGISTER', { headers: ['Contact: <sip:ann@127.0.0.1:9>'] })
    const challenge = /WWW-Authenticate: (.*)/i.exec(challenged)?.[1] ?? ''
    const asked = { method: 'REGISTER', uri: `sip:${number}@${host}` }
    const answer = answerChallenges([challenge], { username: 'ann', password }, asked)
    const headers = [`Authorization: ${answer}`, 'Contact: <sip:ann@127.0.0.1:9>', 'Expires: 60']
    return phone.ask('REGISTER', { headers })
  }
  expect(await logIn('a wrong secret')).toMatch(/^SIP\/2\.0 403 /)
  expect(await logIn('a long secret')).toMatch(
    /^SIP\/2\.0 200 [^]*Contact: <sip:ann@127.0.0.1:9>;expires=60/,
  )
})

test('noise of every kind harms nobody', async () => {
  await using sip = await start([{ ...line, allowedAddresses: [host] }])
  using friend = await openStranger(sip.endpoint.port)
  for (let size = 0; size < 100; size += 1) {
    friend.tell(Uint8Array.from({ length: size * 7 }, (_, at) => (at * size * 31) % 256))
  }
  for (const text of [
    '\r\n\r\n',
    'INVITE',
    'SIP/2.0 200 OK\r\n\r\n',
    requestOf('ACK', { uri: 'sip:a@b', count: 1, port: 1, headers: [] }),
  ]) {
    friend.tell(text)
  }
  expect(await friend.ask('OPTIONS')).toMatch(/^SIP\/2\.0 200 /)
})

test('whatever somebody who may call changes in a call, the next one is taken', async () => {
  const problems: unknown[] = []
  await using sip = await start([{ ...line, allowedAddresses: [host] }], () => ({}), problems)
  using friend = await openStranger(sip.endpoint.port)
  const sound = `v=0\r\no=- 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n`
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let count = 100; count < 300; count += 1) {
    const headers = ['Contact: <sip:eve@127.0.0.1:0>', 'Content-Type: application/sdp']
    const uri = `sip:${number}@${host}`
    const text = requestOf('INVITE', { uri, count, port: 9, headers })
    const bytes = Buffer.from(
      text.replace('Content-Length: 0', `Content-Length: ${sound.length}`) + sound,
    )
    for (let change = 0; change < 3; change += 1) bytes[random(bytes.length)] = random(128)
    friend.tell(bytes)
    if (count % 20 === 0) await friend.ask('OPTIONS')
  }
  expect(await friend.ask('OPTIONS')).toMatch(/^SIP\/2\.0 200 /)
  expect(problems).toEqual([])
})

test('messages on a connection may come in pieces, and nonsense ends it', async () => {
  await using sip = await start([{ ...line, allowedAddresses: [host] }])
  const socket = connect(sip.endpoint.port, host)
  await once(socket, 'connect')
  let heard = ''
  socket.on('data', (chunk) => (heard += chunk.toString()))
  const text = ['a', 'b'].map((_, count) =>
    requestOf('OPTIONS', { uri: 'sip:a@b', count, port: 1, headers: [] }),
  )
  const whole = `\r\n\r\n${text.join('\r\n')}`
  for (let at = 0; at < whole.length; at += 37) {
    socket.write(whole.slice(at, at + 37))
    await new Promise((done) => setImmediate(done))
  }
  await eventually(
    () => heard.match(/SIP\/2\.0 200/g)?.length,
    (count) => count === 2,
  )
  expect(heard).toMatch(/^SIP\/2\.0 200 OK\r\n/)
  const closed = once(socket, 'close')
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\n\r\n`)
  await closed
})

const tone = encodeMulaw(
  Int16Array.from({ length: 1_600 }, (_, at) => Math.round(9_000 * Math.sin(at / 5))),
)

async function heardIn(stream: MediaStream | undefined): Promise<boolean> {
  if (!stream) return false
  for await (const input of stream.incoming) {
    if (input.type === 'audio' && input.bytes.filter((byte) => byte !== 0xff).length > 80)
      return true
  }
  return false
}

const theirs = '+33123456789'
const order = { from: number, to: theirs, reference: 'r', stream: { parameters: {} } }

/** Two of us: one lets the other log in, which registers there. */
async function startBoth(transportType: string) {
  const carrier = await start([line], ({ from, to, owner }) => ({ from, to, owner }))
  const trunk: SipTrunk = {
    address: `${host}:${carrier.endpoint.port}`,
    transportType,
    username: 'ann',
    password: 'a long secret',
    headers: { 'X-Account': 'seven', Via: 'evil' },
    registers: true,
  }
  const own = { owner: '', number: theirs, trunk, allowedAddresses: [host], login: undefined }
  const phone = await start([own], () => ({ phone: 'rings' }))
  return {
    carrier,
    phone,
    trunk,
    async [Symbol.asyncDispose]() {
      await phone[Symbol.asyncDispose]()
      await carrier[Symbol.asyncDispose]()
    },
  }
}

test.each(['UDP', 'TCP'])(
  'over %s one of us registers at the other, and is called there',
  async (transportType) => {
    await using both = await startBoth(transportType)
    const { carrier, phone } = both
    const trunk = { ...noTrunk, owner: line.owner, loginName: 'ann' }
    const toPhone = carrier.endpoint.carrierOf(trunk)
    // Whether it has registered is seen by calling it.
    const placed = await eventually(
      () => toPhone.placeCall({ ...order, idempotencyKey: '1' }).catch(() => undefined),
      (call) => call !== undefined,
    )
    await eventually(
      () => carrier.streams.length + phone.streams.length,
      (count) => count === 2,
    )
    expect(phone.streams[0]?.parameters).toEqual({ phone: 'rings' })
    carrier.streams[0]?.play(tone)
    phone.streams[0]?.play(tone)
    const heard = await Promise.all([heardIn(carrier.streams[0]), heardIn(phone.streams[0])])
    expect(heard).toEqual([true, true])
    await toPhone.hangUp(placed?.callId ?? '')
    await eventually(
      () => phone.events.at(-1)?.status,
      (status) => status === 'completed',
    )
  },
)

test.each(['UDP', 'TCP'])(
  'over %s one of us calls the other with a password, and not with a wrong one',
  async (transportType) => {
    await using both = await startBoth(transportType)
    const { carrier, phone, trunk } = both
    const call = { ...order, from: theirs, to: number }
    await phone.endpoint.carrierOf(trunk).placeCall({ ...call, idempotencyKey: '2' })
    await eventually(
      () => carrier.streams.length,
      (count) => count === 1,
    )
    const parameters = { from: theirs, to: number, owner: 'workspace-1' }
    expect(carrier.streams[0]?.parameters).toEqual(parameters)
    const stranger = phone.endpoint.carrierOf({ ...trunk, password: 'guessed' })
    const guessing = stranger.placeCall({ ...call, idempotencyKey: '3' })
    await expect(guessing).rejects.toMatchObject({ failure: 'account' })
  },
)

test('a carrier that is not there is told as such, and one on an internal address is not asked', async () => {
  await using sip = await start([])
  const gone = { ...noTrunk, address: `${host}:1`, transportType: 'TCP' }
  const call = { ...order, idempotencyKey: '1' }
  await expect(sip.endpoint.carrierOf(gone).placeCall(call)).rejects.toMatchObject({
    failure: 'unavailable',
  })
  const over = { ...noTrunk, address: host, transportType: 'TLS' }
  await expect(sip.endpoint.carrierOf(over).placeCall(call)).rejects.toMatchObject({
    failure: 'refused',
  })
  await expect(sip.endpoint.carrierOf(noTrunk).placeCall(call)).rejects.toMatchObject({
    failure: 'limited',
  })
  const wary = await openSipEndpoint(settings, { mayReach: () => false, onProblem() {} })
  const inside = { ...noTrunk, address: '10.0.0.1' }
  await expect(wary.carrierOf(inside).placeCall(call)).rejects.toMatchObject({
    failure: 'refused',
    message: expect.stringContaining('OUTBOUND_ALLOW'),
  })
  await wary.close()
})
