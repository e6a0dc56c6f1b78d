import { expect, test } from 'vitest'
import { conformanceCallees, telephonyConformance } from '../conformance.ts'
import { openListeners } from '../listeners.ts'
import type { MediaInput, MediaStream } from '../media.ts'
import { encodeMulaw } from '../mulaw.ts'
import type { CallEvent } from '../port.ts'
import type { Callee, CalleeDirectory } from '../simulated/callee.ts'
import { openVirtualClock } from '../simulated/clock.ts'
import { openMemoryNetwork, type NetworkOptions } from './double-network.ts'
import { openSipDouble } from './double.ts'
import { sipEndpointOver } from './endpoint.ts'
import type { SipTrunk } from './line.ts'

const from = '+12025550100'
const to = '+12025550110'
const [ours, theirs] = ['10.0.0.1', '10.0.0.2']

const trunk: SipTrunk = {
  address: theirs,
  transportType: 'UDP',
  username: null,
  password: null,
  headers: {},
  registers: false,
}

function start(calleeOf: CalleeDirectory, options: NetworkOptions = {}) {
  const clock = openVirtualClock()
  const network = openMemoryNetwork(options)
  const double = openSipDouble({ network, clock, address: theirs, calleeOf })
  const problems: unknown[] = []
  const endpoint = sipEndpointOver(
    { publicAddress: ours, mayReach: () => true, onProblem: (problem) => problems.push(problem) },
    {
      wire: network.wireAt(ours, 5_060),
      port: 5_060,
      clock,
      openMediaSocket: network.mediaAt(ours),
      locate: async (host, port) => [{ address: host, port: port ?? 5_060 }],
    },
  )
  const listeners = openListeners()
  endpoint.attach(listeners)
  const events: CallEvent[] = []
  const streams: MediaStream[] = []
  listeners.listen({
    onEvent: (event) => events.push(event),
    onStream: (stream) => streams.push(stream),
  })
  return {
    carrier: endpoint.carrierOf(trunk),
    double,
    events,
    streams,
    network,
    problems,
    now: clock.now,
    clock,
    advance: async (ms: number) => {
      await network.settled()
      await clock.advance(ms, network.settled)
    },
  }
}

for (const { title, check } of telephonyConformance) {
  test(`sip: ${title}`, async () => {
    await expect(check(start(conformanceCallees))).resolves.toBeUndefined()
  })
}

const order = (key: string, more: object = {}) => ({
  from,
  to,
  reference: key,
  idempotencyKey: key,
  ...more,
})
const stream = { parameters: { call: 'abc' } }
const answering = (lines: (Callee & { kind: 'answers' })['lines'], staysMs?: number): Callee => ({
  kind: 'answers',
  afterRings: 0,
  lines,
  staysMs,
})

function readAll({ incoming }: MediaStream): MediaInput[] {
  const inputs: MediaInput[] = []
  void (async () => {
    for await (const input of incoming) inputs.push(input)
  })()
  return inputs
}

const tone = (ms: number) =>
  encodeMulaw(Int16Array.from({ length: ms * 8 }, (_, at) => Math.round(9_000 * Math.sin(at / 5))))

test('sound and digits go both ways, and marks come back when what was before them is on its way', async () => {
  const audio = tone(400)
  const sip = start(() => answering([{ afterMs: 500, text: 'Yes', audio, digits: '1#' }], 6_000))
  const { callId } = await sip.carrier.placeCall(order('a', { stream }))
  await sip.advance(200)
  const [opened] = sip.streams
  expect(opened).toMatchObject({ reference: 'a', parameters: { call: 'abc' } })
  if (!opened) return
  const inputs = readAll(opened)
  opened.play(tone(1_000))
  opened.mark('said')
  await sip.advance(980)
  expect(inputs.filter(({ type }) => type === 'mark')).toEqual([])
  await sip.advance(60)
  expect(inputs.filter(({ type }) => type === 'mark')).toEqual([{ type: 'mark', name: 'said' }])
  await sip.carrier.sendDigits(callId, { digits: '4w2' })
  await sip.advance(6_000)
  const frames = inputs.flatMap((input) => (input.type === 'audio' ? [input] : []))
  expect(frames.every(({ bytes }) => bytes.length === 160)).toBe(true)
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map((_, index) => index * 20))
  const heard = Buffer.concat(frames.map(({ bytes }) => bytes))
  expect(heard.includes(Buffer.from(audio))).toBe(true)
  expect(inputs.flatMap((input) => (input.type === 'digit' ? [input.digit] : []))).toEqual([
    '1',
    '#',
  ])
  expect(sip.double.heard(to)).toMatchObject({ digits: '42' })
  expect(sip.double.heard(to).frames).toBeGreaterThanOrEqual(50)
})

test('what is cleared is not heard, and its marks come back at once', async () => {
  const sip = start(() => answering([], 5_000))
  await sip.carrier.placeCall(order('a', { stream }))
  await sip.advance(100)
  const [opened] = sip.streams
  if (!opened) throw new Error('There is no stream.')
  const inputs = readAll(opened)
  opened.play(tone(3_000))
  opened.mark('said')
  await sip.advance(1_000)
  opened.clear()
  await sip.advance(100)
  expect(inputs.some((input) => input.type === 'mark')).toBe(true)
  await sip.advance(3_000)
  const { frames } = sip.double.heard(to)
  expect(frames).toBeGreaterThan(40)
  expect(frames).toBeLessThan(60)
})

test('a network that loses every second message places the call once and ends it once', async () => {
  let count = 0
  const seen = new Set<string>()
  // The first copy of each message is lost.
  const loses = ({ text }: { text: string }) => {
    count += 1
    if (seen.has(text)) return false
    seen.add(text)
    return true
  }
  const sip = start(() => answering([], 8_000), { loses })
  const placing = sip.carrier.placeCall(order('a'))
  await sip.advance(1_200)
  const { callId } = await placing
  await sip.advance(120_000)
  expect(count).toBeGreaterThan(10)
  const statuses = sip.events.filter((event) => event.callId === callId).map(({ status }) => status)
  expect(statuses.filter((status) => status === 'answered')).toHaveLength(1)
  expect(statuses.at(-1)).toBe('completed')
  expect(statuses.filter((status) => status === 'completed')).toHaveLength(1)
})

test('nobody there is told after 32 seconds, and repeated at the times of the standard', async () => {
  const clockOf: number[] = []
  const sip = start(() => answering([]), {
    loses: ({ text }) => {
      if (text.startsWith('INVITE')) clockOf.push(sip.clock.nowMs())
      return true
    },
  })
  const placing = sip.carrier.placeCall(order('a')).catch((error: unknown) => error)
  await sip.advance(32_000)
  expect(await placing).toMatchObject({ failure: 'unavailable' })
  const began = clockOf[0] ?? 0
  expect(clockOf.map((ms) => ms - began)).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500])
  expect(sip.events).toEqual([])
})

test('a call that is hung up in every moment of its making ends once', async () => {
  for (const afterMs of [0, 1, 5_999, 6_000, 6_001, 7_000]) {
    const sip = start(() => ({ kind: 'answers', afterRings: 1, lines: [], staysMs: 60_000 }))
    const { callId } = await sip.carrier.placeCall(order('a', { stream }))
    if (afterMs > 0) await sip.advance(afterMs)
    await sip.carrier.hangUp(callId)
    await sip.advance(120_000)
    const ends = sip.events.filter(({ status }) => ['canceled', 'completed'].includes(status))
    expect(ends, `after ${afterMs} ms`).toHaveLength(1)
    expect((await sip.carrier.findCall(callId))?.status).toBe(ends[0]?.status)
    expect(sip.clock.waiting, `timers left after ${afterMs} ms`).toBeLessThanOrEqual(1)
  }
})

test('a transfer that the other side refuses is told, and the call goes on', async () => {
  const sip = start(() => answering([], 60_000))
  const { callId } = await sip.carrier.placeCall(order('a', { stream }))
  await sip.advance(100)
  const nonsense = sip.carrier.transfer(callId, { to: 'somebody <x>' })
  await expect(nonsense).rejects.toMatchObject({ failure: 'refused' })
  await sip.carrier.transfer(callId, { to: 'sip:ann@example.org' })
  expect(
    sip.network.sent.some(({ text }) => text.includes('Refer-To: <sip:ann@example.org>')),
  ).toBe(true)
  await sip.advance(1_000)
  expect(sip.events.at(-1)?.status).toBe('answered')
  await sip.advance(5_000)
  expect(sip.events.at(-1)?.status).toBe('completed')
})

test('an intention of a process that is gone counts as failed, so that nobody is rung twice', async () => {
  const sip = start(() => answering([]))
  const since = new Date(sip.now().getTime() - 60_000)
  const query = { from, to, since, idempotencyKey: 'before' }
  expect(await sip.carrier.findPlaced(query)).toMatchObject({ status: 'failed' })
})
