import type { AgentState } from './line.ts'
import { Speaker } from './speaker.ts'

/** What those who listen in are told besides sound. */
export type WatchNotice =
  | { readonly type: 'user-text'; readonly text: string; readonly isFinal: boolean }
  | { readonly type: 'agent-text'; readonly text: string }
  /** `paused`: somebody lets the agent be silent. */
  | { readonly type: 'state'; readonly state: AgentState | 'paused' }
  | { readonly type: 'custom'; readonly event: string; readonly data: unknown }

export type WatchEvents = {
  readonly onNotice: (notice: WatchNotice) => void
  /** Nothing follows. `isOver`: the call has ended; otherwise the line broke, and a new address goes on. */
  readonly onClosed: (isOver: boolean) => void
}

const sampleRate = 16_000
/** What the server closes with when nothing follows. */
const normalClose = 1_000
/** Before the samples; 0 is the caller. */
const agentSpeaks = 1
const silentEvents = { onPlaying: () => {}, onMark: () => {}, onDry: () => {} }

/** Listens in on a call, at the address that `join-call` answers. Nothing is sent to the call. */
export class CallWatch {
  #socket: WebSocket | undefined
  #context: AudioContext | undefined
  #isClosed = false
  readonly #speakers = { user: new Speaker(), agent: new Speaker() }
  readonly #events: WatchEvents

  constructor(events: WatchEvents) {
    this.#events = events
  }

  /** With sound from a click, for browsers play none before; an address works once. */
  async open(url: string, { hasSound }: { readonly hasSound: boolean }): Promise<void> {
    if (hasSound) await this.#openSound()
    if (this.#isClosed) return
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#events.onNotice(JSON.parse(data) as WatchNotice)
      else this.#play(data)
    }
    socket.onclose = ({ code }) => {
      if (this.#isClosed) return
      this.close()
      this.#events.onClosed(code === normalClose)
    }
  }

  /** How loud both are played, 0 to 1. */
  set volume(volume: number) {
    for (const speaker of Object.values(this.#speakers)) speaker.volume = volume
  }

  /** How loud each is now, 0 to 1. */
  get levels(): { readonly user: number; readonly agent: number } {
    const { user, agent } = this.#speakers
    return { user: user.level, agent: agent.level }
  }

  close(): void {
    this.#isClosed = true
    this.#socket?.close(normalClose)
    for (const speaker of Object.values(this.#speakers)) speaker.close()
    void this.#context?.close()
    this.#context = undefined
  }

  async #openSound(): Promise<void> {
    const context = new AudioContext({ sampleRate, latencyHint: 'interactive' })
    this.#context = context
    await context.resume()
    for (const speaker of Object.values(this.#speakers)) {
      if (this.#isClosed) return
      await speaker.open(context, silentEvents)
    }
  }

  #play(frame: ArrayBuffer): void {
    const [speaks] = new Uint8Array(frame, 0, 1)
    const speaker = speaks === agentSpeaks ? this.#speakers.agent : this.#speakers.user
    speaker.play(new Int16Array(frame.slice(1)))
  }
}
