import { expect, test } from 'vitest'
import { conformanceCallees, telephonyConformance } from '../conformance.ts'
import type { MediaInput, MediaStream } from '../media.ts'
import { type CallEvent, isFinal } from '../port.ts'
import type { Callee } from './callee.ts'
import { calleeByEnding } from './callee.ts'
import { openSimulatedCarrier, type SimulatedOptions } from './carrier.ts'
import { openVirtualClock } from './clock.ts'

const from = '+12025550100'
const to = '+12025550110'

function start(options: Partial<SimulatedOptions> = {}) {
  const clock = openVirtualClock()
  let count = 0
  const carrier = openSimulatedCarrier({ newId: () => `call-${(count += 1)}`, clock, ...options })
  const events: CallEvent[] = []
  const streams: MediaStream[] = []
  carrier.listen({
    onEvent: (event) => events.push(event),
    onStream: (stream) => streams.push(stream),
  })
  return { carrier, clock, events, streams }
}

for (const { title, check } of telephonyConformance) {
  test(`simulated: ${title}`, async () => {
    const { carrier, clock, events } = start({ calleeOf: conformanceCallees })
    const subject = { carrier, events, now: clock.now, advance: clock.advance }
    await expect(check(subject)).resolves.toBeUndefined()
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

/** Reads a stream in the background until it ends. */
function readAll({ incoming }: MediaStream): MediaInput[] {
  const inputs: MediaInput[] = []
  void (async () => {
    for await (const input of incoming) inputs.push(input)
  })()
  return inputs
}

test('what a callee says and presses arrives in frames of 20 ms, with silence before and after', async () => {
  const audio = new Uint8Array(400).fill(0x11)
  const calleeOf = () => answering([{ afterMs: 100, text: 'Yes', audio, digits: '1#' }], 500)
  const { carrier, clock, streams } = start({ calleeOf })
  await carrier.placeCall(order('a', { stream }))
  await clock.advance(600)
  const [opened] = streams
  expect(opened).toMatchObject({ callId: 'call-1', reference: 'a', parameters: { call: 'abc' } })
  if (!opened) return
  const inputs = readAll(opened)
  await clock.advance(2_000)
  const frames = inputs.flatMap((input) => (input.type === 'audio' ? [input] : []))
  expect(frames.every(({ bytes }) => bytes.length === 160)).toBe(true)
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map((_, index) => index * 20))
  const heard = Buffer.concat(frames.map(({ bytes }) => bytes))
  const spoken = [...heard.keys()].filter((index) => heard[index] === 0x11)
  expect(spoken).toHaveLength(400)
  expect((spoken.at(-1) ?? 0) - (spoken[0] ?? 0)).toBe(399)
  expect(heard[0]).toBe(0xff)
  expect(heard.at(-1)).toBe(0xff)
  const digits = inputs.flatMap((input) => (input.type === 'digit' ? [input.digit] : []))
  expect(digits).toEqual(['1', '#'])
})

test('marks come back when all before them was heard, and at once when it is dropped', async () => {
  const calleeOf = () => answering([], 60_000)
  const { carrier, clock, streams } = start({ calleeOf, keepsHeard: true })
  await carrier.placeCall(order('a', { stream }))
  await clock.advance(600)
  const [opened] = streams
  if (!opened) throw new Error('no stream')
  const inputs = readAll(opened)
  const marks = () => inputs.flatMap((input) => (input.type === 'mark' ? [input.name] : []))
  opened.play(new Uint8Array(8_000).fill(1))
  opened.mark('first')
  opened.play(new Uint8Array(8_000).fill(2))
  opened.mark('second')
  await clock.advance(990)
  expect(marks()).toEqual([])
  await clock.advance(20)
  expect(marks()).toEqual(['first'])
  await clock.advance(490)
  opened.clear()
  await clock.advance(0)
  await clock.advance(1)
  expect(marks()).toEqual(['first', 'second'])
  const heard = carrier.heard('call-1')
  expect(heard.filter((byte) => byte === 1)).toHaveLength(8_000)
  expect(heard.filter((byte) => byte === 2)).toHaveLength(4_000)
})

test('a callee that waits for the caller speaks after it, and not for ever', async () => {
  const audio = new Uint8Array(160).fill(0x11)
  const line = { afterMs: 500, text: 'Yes', audio, waitsForCaller: true }
  const { carrier, clock, streams } = start({ calleeOf: () => answering([line, line]) })
  await carrier.placeCall(order('a', { stream }))
  await clock.advance(600)
  const [opened] = streams
  if (!opened) throw new Error('no stream')
  const inputs = readAll(opened)
  const isSpeech = (input: MediaInput) => input.type === 'audio' && input.bytes.includes(0x11)
  const spoken = () => inputs.filter(isSpeech).length
  await clock.advance(3_000)
  expect(spoken()).toBe(0)
  opened.play(new Uint8Array(16_000))
  await clock.advance(2_400)
  expect(spoken()).toBe(0)
  await clock.advance(300)
  expect(spoken()).toBeGreaterThan(0)
  const before = spoken()
  await clock.advance(14_000)
  expect(spoken()).toBe(before)
  await clock.advance(2_000)
  expect(spoken()).toBeGreaterThan(before)
})

test('a stream ends with its call', async () => {
  const { carrier, clock, streams } = start({ calleeOf: () => answering([], 1_000) })
  await carrier.placeCall(order('a', { stream }))
  await clock.advance(600)
  let over = false
  void (async () => {
    for await (const _ of streams[0]?.incoming ?? []) continue
    over = true
  })()
  await clock.advance(800)
  expect(over).toBe(false)
  await clock.advance(500)
  expect(over).toBe(true)
  expect(clock.waiting).toBe(0)
})

test('somebody who calls is connected when the call is taken, and hears nothing of it otherwise', async () => {
  const { carrier, clock, events, streams } = start()
  const call = { from: to, to: from, callee: answering([{ afterMs: 0, text: 'Hello' }]) }
  await carrier.callIn(call)
  await clock.advance(10_000)
  expect(events).toEqual([])
  const asked: string[] = []
  carrier.listen({
    async onIncoming(incoming) {
      asked.push(`${incoming.from} ${incoming.to}`)
      return stream
    },
  })
  const callId = await carrier.callIn(call)
  await clock.advance(10_000)
  expect(asked).toEqual([`${to} ${from}`])
  expect(streams).toMatchObject([{ callId, parameters: { call: 'abc' } }])
  expect(events.filter(({ status }) => isFinal(status))).toMatchObject([{ callId }])
})

test('no more calls are begun a second than the carrier takes', async () => {
  const { carrier, clock } = start({ callsPerSecond: 2 })
  await carrier.placeCall(order('a'))
  await carrier.placeCall(order('b'))
  await expect(carrier.placeCall(order('c'))).rejects.toMatchObject({
    failure: 'limited',
    retryable: true,
  })
  await clock.advance(1_001)
  await carrier.placeCall(order('c'))
})

test('the last digits of a number say how its callee behaves', () => {
  const kinds = ['00', '01', '02', '03', '04', '05', '06', '07', '08'].map(
    (ending) => calleeByEnding(`+120255501${ending}`).kind,
  )
  expect(kinds).toEqual([
    'answers',
    'busy',
    'no-answer',
    'voicemail',
    'declined',
    'invalid',
    'fails',
    'blocked',
    'fails',
  ])
})

test('ten thousand calls at once all end, each once, and leave nothing behind', async () => {
  const { carrier, clock, events } = start()
  const numbers = Array.from({ length: 10_000 }, (_, n) => `+1202${String(5_550_000 + n)}`)
  await Promise.all(
    numbers.map((number) => carrier.placeCall(order(number.slice(1), { to: number }))),
  )
  while (await clock.toNext(async () => {}));
  const ended = events.filter(({ status }) => isFinal(status))
  expect(new Set(ended.map(({ callId }) => callId)).size).toBe(10_000)
  expect(ended).toHaveLength(10_000)
  expect(carrier.liveCalls()).toBe(0)
  expect(clock.waiting).toBe(0)
})
