import type { RawData, WebSocket } from 'ws'
import { WaitingTools } from './client-tools.ts'
import type { CallNotice, CallTransport, OngoingCall } from './transport.ts'

/** A page that does not read for so long that this much waits has lost its line. */
const maxWaitingBytes = 4_000_000
/** A line that broke may come back within this time; the conversation waits. */
const resumeWithinMs = 30_000

/** The way to a page of @parley/voice: its socket may be replaced while the call goes on. */
export class PageLine {
  readonly tools = new WaitingTools()
  readonly transport: CallTransport
  #socket: WebSocket | undefined
  #call: OngoingCall | undefined
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.transport = {
      speaker: {
        play: (samples) => this.#sendSound(samples),
        clear: () => this.send({ type: 'clear' }),
        mark: (name) => this.send({ type: 'mark', name }),
      },
      tell: (notice) => this.send(frameOf(notice)),
      useTool: ({ id, name, arguments: given }, signal) =>
        this.tools.ask({ id, name, arguments: given }, signal, () =>
          this.send({ type: 'tool', id, name, arguments: given }),
        ),
      close: (reason) => this.#close(reason),
    }
  }

  set call(call: OngoingCall) {
    this.#call = call
  }

  get hasSocket(): boolean {
    return this.#socket !== undefined
  }

  send(frame: object): void {
    const socket = this.#socket
    if (!socket || socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxWaitingBytes) return socket.terminate()
    socket.send(JSON.stringify(frame))
  }

  /** The line is down: the call waits, and ends when nobody comes back. */
  lost(socket: WebSocket): void {
    if (this.#isOver || socket !== this.#socket) return
    this.#socket = undefined
    this.#call?.pause()
    this.#timer = setTimeout(() => void this.#call?.end('connection_lost'), resumeWithinMs)
  }

  /** The page is back on another socket. */
  regained(socket: WebSocket): void {
    clearTimeout(this.#timer)
    const former = this.#socket
    this.#socket = socket
    former?.terminate()
    this.#call?.resume()
  }

  #sendSound(samples: Int16Array): void {
    const socket = this.#socket
    if (!socket || socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxWaitingBytes) return socket.terminate()
    socket.send(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  }

  #close(reason: string): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.tools.closeAll()
    this.send({ type: 'ended', reason })
    this.#socket?.close(1_000, 'The call has ended')
  }
}

function frameOf(notice: CallNotice): object {
  switch (notice.type) {
    case 'user-text':
      return { type: 'transcription', text: notice.text, isFinal: notice.isFinal }
    case 'agent-text':
      return { type: 'answer', text: notice.text }
    case 'state':
      return { type: 'state', state: notice.state }
    case 'custom':
      return { type: 'custom', event: notice.event, data: notice.data }
  }
}

export function samplesIn(data: RawData): Int16Array {
  const bytes = Buffer.isBuffer(data)
    ? data
    : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)])
  // A view needs an even place to begin at.
  const copy = new Uint8Array(bytes.length - (bytes.length % 2))
  copy.set(bytes.subarray(0, copy.length))
  return new Int16Array(copy.buffer)
}

export function textIn(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8')
  return Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8')
}
