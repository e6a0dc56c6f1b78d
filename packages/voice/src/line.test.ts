import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Line, type ServerFrame } from './line.ts'

/** A socket of a browser, opened and broken by hand. */
class FakeSocket {
  static readonly OPEN = 1
  static readonly all: FakeSocket[] = []
  readyState = 0
  bufferedAmount = 0
  binaryType = ''
  readonly url: string
  readonly sent: unknown[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null
  onclose: (() => void) | null = null

  constructor(url: string) {
    this.url = url
    FakeSocket.all.push(this)
  }

  send(data: unknown): void {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : data)
  }

  close(): void {
    this.readyState = 3
    this.onclose?.()
  }

  open(): void {
    this.readyState = FakeSocket.OPEN
    this.onopen?.()
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

const newest = () => {
  const socket = FakeSocket.all.at(-1)
  if (!socket) throw new Error('No socket was opened.')
  return socket
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  FakeSocket.all.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function openLine() {
  const told: string[] = []
  const line = new Line(
    { start: 'wss://a?call_token=t', resume: 'wss://a' },
    { agentId: 'x' },
    {
      onFrame: ({ type }) => told.push(type),
      onSound: (samples) => told.push(`${samples.length} samples`),
      onReconnecting: () => told.push('reconnecting'),
      onReconnected: () => told.push('reconnected'),
      onClosed: (isClean) => told.push(isClean ? 'closed' : 'lost'),
      onRoundTrip: () => told.push('round trip'),
    },
  )
  line.open()
  newest().open()
  return { line, told }
}

const ready = { type: 'ready', callId: 'c', resumeKey: 'k' } as const

test('a line that breaks is opened again, without the token, and goes on', () => {
  const { told } = openLine()
  expect(newest().sent).toEqual([{ type: 'start', agentId: 'x' }])
  newest().say(ready)
  newest().close()
  vi.advanceTimersByTime(400)
  expect(newest().url).toBe('wss://a')
  newest().open()
  expect(newest().sent).toEqual([{ type: 'start', resume: { callId: 'c', key: 'k' } }])
  newest().say({ type: 'resumed', callId: 'c' })
  expect(told).toEqual(['ready', 'reconnecting', 'reconnected', 'resumed'])
})

test('after thirty seconds without a line the call is lost', () => {
  const { told } = openLine()
  newest().say(ready)
  newest().close()
  for (let second = 0; second < 45 && told.at(-1) !== 'lost'; second += 1) {
    const before = FakeSocket.all.length
    vi.advanceTimersByTime(1_000)
    if (FakeSocket.all.length > before) newest().close()
  }
  expect(told).toEqual(['ready', 'reconnecting', 'lost'])
  expect(performance.now()).toBeGreaterThan(30_000)
  const sockets = FakeSocket.all.length
  vi.advanceTimersByTime(60_000)
  expect(FakeSocket.all).toHaveLength(sockets)
})

test('a line that never came about is lost at once', () => {
  const { told } = openLine()
  newest().close()
  expect(told).toEqual(['lost'])
})

test('who hangs up hears nothing more, and cannot go on', () => {
  const { line, told } = openLine()
  newest().say(ready)
  line.close()
  newest().say({ type: 'ended', reason: 'hangup' })
  newest().close()
  expect(told).toEqual(['ready', 'closed'])
  expect(line.reconnect()).toBe(false)
})

test('sound that the network does not take is dropped instead of sent late', () => {
  const { line } = openLine()
  line.sendSound(new Int16Array(320))
  newest().bufferedAmount = 100_000
  line.sendSound(new Int16Array(320))
  expect(newest().sent).toHaveLength(2)
  newest().onmessage?.({ data: new Int16Array(5).buffer })
})
