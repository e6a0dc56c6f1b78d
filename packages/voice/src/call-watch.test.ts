import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallWatch, type WatchNotice } from './call-watch.ts'

/** A socket of a browser that is closed by hand. */
class FakeSocket {
  static last: FakeSocket | undefined
  binaryType = ''
  readonly closedWith: number[] = []
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor() {
    FakeSocket.last = this
  }

  close(code: number): void {
    this.closedWith.push(code)
    this.onclose?.({ code })
  }
}

beforeEach(() => vi.stubGlobal('WebSocket', FakeSocket))
afterEach(() => vi.unstubAllGlobals())

async function watch() {
  const notices: WatchNotice[] = []
  const closed: boolean[] = []
  const made = new CallWatch({
    onNotice: (notice) => notices.push(notice),
    onClosed: (isOver) => closed.push(isOver),
  })
  await made.open('ws://parley/listen', { hasSound: false })
  const socket = FakeSocket.last
  if (!socket) throw new Error('No socket was opened.')
  return { made, socket, notices, closed }
}

test('who watches is told what is said, and sound that comes unasked is nobody’s', async () => {
  const { made, socket, notices } = await watch()
  const said = { type: 'agent-text', text: 'Hello.' }
  socket.onmessage?.({ data: JSON.stringify(said) })
  socket.onmessage?.({ data: new Uint8Array([1, 255, 127]).buffer })
  expect(notices).toEqual([said])
  expect(made.levels).toEqual({ user: 0, agent: 0 })
})

test.each([
  [1_000, true],
  [1_006, false],
  [1_013, false],
])('a socket that closes with %i: the call is over: %j', async (code, isOver) => {
  const { socket, closed } = await watch()
  socket.close(code)
  expect(closed).toEqual([isOver])
})

test('whoever stops watching is told nothing more', async () => {
  const { made, socket, closed } = await watch()
  made.close()
  expect(socket.closedWith).toEqual([1_000])
  expect(closed).toEqual([])
})
