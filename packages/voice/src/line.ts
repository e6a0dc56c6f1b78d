/** What the server says besides sound. */
export type ServerFrame =
  | { readonly type: 'ready'; readonly callId: string; readonly resumeKey: string }
  | { readonly type: 'resumed'; readonly callId: string }
  | { readonly type: 'state'; readonly state: AgentState }
  | { readonly type: 'transcription'; readonly text: string; readonly isFinal: boolean }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'custom'; readonly event: string; readonly data: unknown }
  | {
      readonly type: 'tool'
      readonly id: string
      readonly name: string
      readonly arguments: Readonly<Record<string, unknown>>
    }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'clear' }
  | { readonly type: 'pong'; readonly at: number }
  | { readonly type: 'ended'; readonly reason: string }
  | { readonly type: 'error'; readonly code: string; readonly message: string }

export type AgentState = 'idle' | 'initializing' | 'listening' | 'thinking' | 'speaking'

type LineEvents = {
  readonly onFrame: (frame: ServerFrame) => void
  readonly onSound: (samples: Int16Array) => void
  readonly onReconnecting: () => void
  readonly onReconnected: () => void
  /** Nothing follows. `isClean` when the server or we ended it, and not the line. */
  readonly onClosed: (isClean: boolean) => void
  /** Milliseconds to the server and back. */
  readonly onRoundTrip: (ms: number) => void
}

/** The server keeps a call whose line broke this long. */
const resumeWithinMs = 30_000
const firstRetryMs = 300
const longestRetryMs = 4_000
const pingMs = 3_000
/** Sound that could not be sent is dropped beyond this: it would arrive too late. */
const maxWaitingBytes = 64_000

/** The socket of a call. When it breaks, it is opened again and the call goes on. */
export class Line {
  attempts = 0
  reconnects = 0
  #socket: WebSocket | undefined
  #resume: { readonly callId: string; readonly key: string } | undefined
  #brokeAt: number | undefined
  #isOver = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setInterval> | undefined
  readonly #address: string
  readonly #resumeAddress: string
  readonly #start: Readonly<Record<string, unknown>>
  readonly #events: LineEvents

  constructor(
    addresses: { readonly start: string; readonly resume: string },
    start: Readonly<Record<string, unknown>>,
    events: LineEvents,
  ) {
    this.#address = addresses.start
    this.#resumeAddress = addresses.resume
    this.#start = start
    this.#events = events
  }

  open(): void {
    this.attempts += 1
    const socket = new WebSocket(this.#resume ? this.#resumeAddress : this.#address)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onopen = () => {
      const resume = this.#resume
      this.send(resume ? { type: 'start', resume } : { type: 'start', ...this.#start })
      clearInterval(this.#ping)
      this.#ping = setInterval(() => this.send({ type: 'ping', at: performance.now() }), pingMs)
    }
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#read(JSON.parse(data) as ServerFrame)
      else this.#events.onSound(new Int16Array(data))
    }
    socket.onclose = () => {
      if (socket === this.#socket) this.#broke()
    }
  }

  send(frame: Readonly<Record<string, unknown>>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  sendSound(samples: Int16Array): void {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > maxWaitingBytes) return
    socket.send(samples as Int16Array<ArrayBuffer>)
  }

  /** Opens it anew at once, without waiting for it to break. False: there is nothing to go on with. */
  reconnect(): boolean {
    if (this.#isOver || !this.#resume) return false
    clearTimeout(this.#retry)
    this.#brokeAt ??= performance.now()
    const former = this.#socket
    this.open()
    former?.close()
    return true
  }

  close(): void {
    if (this.#isOver) return
    this.send({ type: 'end' })
    this.#finish(true)
    // The server closes it after its last word.
    const socket = this.#socket
    setTimeout(() => socket?.close(1_000), 1_000)
  }

  #read(frame: ServerFrame): void {
    if (this.#isOver) return
    if (frame.type === 'ready') this.#resume = { callId: frame.callId, key: frame.resumeKey }
    if (frame.type === 'pong') return this.#events.onRoundTrip(performance.now() - frame.at)
    if (frame.type === 'resumed') {
      this.#brokeAt = undefined
      this.reconnects += 1
      this.#events.onReconnected()
    }
    this.#events.onFrame(frame)
    if (frame.type === 'ended' || (frame.type === 'error' && !this.#isResumable(frame.code))) {
      this.#finish(true)
    }
  }

  #isResumable(code: string): boolean {
    return this.#resume !== undefined && code !== 'CALL_NOT_FOUND'
  }

  #broke(): void {
    clearInterval(this.#ping)
    if (this.#isOver) return
    if (!this.#resume) return this.#finish(false)
    if (this.#brokeAt === undefined) {
      this.#brokeAt = performance.now()
      this.#events.onReconnecting()
    }
    const downMs = performance.now() - this.#brokeAt
    if (downMs > resumeWithinMs) return this.#finish(false)
    const waitMs = Math.min(longestRetryMs, firstRetryMs + downMs / 2)
    this.#retry = setTimeout(() => this.open(), waitMs)
  }

  #finish(isClean: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#retry)
    clearInterval(this.#ping)
    this.#events.onClosed(isClean)
  }
}
