import { randomInt } from 'node:crypto'
import { alawFromMulaw, mulawFromAlaw } from '../alaw.ts'
import { type Inbox, openInbox } from '../inbox.ts'
import { frameMs, type MediaStream, telephoneFormat } from '../media.ts'
import { encodeMulaw } from '../mulaw.ts'
import type { Clock } from '../simulated/clock.ts'
import { digitFrames, type DigitFrame, digitTones, openDigitEar } from './dtmf.ts'
import { openJitterBuffer } from './jitter-buffer.ts'
import { openPlayQueue } from './play-queue.ts'
import { readRtp, type RtpPacket, writeRtp } from './rtp.ts'
import type { Agreement } from './sdp.ts'

export type Endpoint = { readonly address: string; readonly port: number }

export type MediaSocket = {
  readonly port: number
  readonly send: (bytes: Uint8Array, to: Endpoint) => void
  readonly close: () => void
}

export type OnPacket = (bytes: Uint8Array, from: Endpoint) => void

const frameSamples = 160
/** μ-law for no sound at all. */
const silence = 0xff
/** A process that stood still for longer does not catch up: half a second of frames. */
const maxOwedFrames = 25

type MediaSession = {
  readonly port: number
  /** Begins, or goes on elsewhere. */
  agree(agreement: Agreement): void
  /** The sound for whoever speaks in the call. */
  streamOf(described: Pick<MediaStream, 'callId' | 'reference' | 'parameters'>): MediaStream
  /** Every frame of 20 ms that is heard, in μ-law. */
  overhear(listener: (frame: Uint8Array) => void): void
  sendDigits(digits: string): void
  /** A digit that was told otherwise than with the sound. */
  pressed(digit: string): void
  /** How long nothing came at all; 0 while the other side does not want to be heard. */
  silentMs(): number
  /** Nobody listens or speaks any more; silence is sent on. */
  fallSilent(): void
  close(): void
}

/** Sound of one call over RTP: frames go out every 20 ms, and come in on one time line. */
export class RtpSession implements MediaSession {
  readonly #clock: Clock
  readonly #socket: MediaSocket
  /** From where packets may come besides the agreed address. */
  readonly #knownPeer: string
  readonly #inbox: Inbox = openInbox()
  readonly #queue = openPlayQueue((name) => this.#inbox.push({ type: 'mark', name }))
  readonly #jitter = openJitterBuffer(silence)
  readonly #digitOf = openDigitEar()
  readonly #ssrc = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #timestamp = randomInt(2 ** 32)
  #agreement: Agreement | undefined
  #remote: Endpoint | undefined
  #hasLatched = false
  #digits: DigitFrame[] = []
  #isMarked = true
  #listener: ((frame: Uint8Array) => void) | undefined
  #startMs = 0
  #frames = 0
  #heardAtMs = 0
  #stopTicking: () => void = () => {}
  #isOver = false

  constructor(socket: MediaSocket, { clock, peer }: { clock: Clock; peer: string }) {
    this.#socket = socket
    this.#clock = clock
    this.#knownPeer = peer
  }

  get port(): number {
    return this.#socket.port
  }

  agree(agreement: Agreement): void {
    if (this.#isOver) return
    const isFirst = this.#agreement === undefined
    const { address, port } = agreement
    if (isFirst || this.#agreement?.port !== port || this.#agreement.address !== address) {
      this.#remote = { address, port }
      this.#hasLatched = false
    }
    this.#agreement = agreement
    if (!isFirst) return
    this.#startMs = this.#clock.nowMs()
    this.#heardAtMs = this.#startMs
    this.#tick()
  }

  streamOf(described: Pick<MediaStream, 'callId' | 'reference' | 'parameters'>): MediaStream {
    return {
      ...described,
      format: telephoneFormat,
      incoming: this.#inbox.inputs,
      play: (audio) => this.#queue.play(audio),
      mark: (name) => this.#queue.mark(name),
      clear: () => this.#queue.clear(),
    }
  }

  overhear(listener: (frame: Uint8Array) => void): void {
    this.#listener = listener
  }

  sendDigits(digits: string): void {
    if (this.#agreement?.eventType !== undefined) this.#digits.push(...digitFrames(digits))
    else this.#queue.play(encodeMulaw(digitTones(digits)))
  }

  pressed(digit: string): void {
    this.#inbox.push({ type: 'digit', digit })
  }

  silentMs(): number {
    const isExpected = this.#agreement !== undefined && this.#agreement.isHeard
    return isExpected ? this.#clock.nowMs() - this.#heardAtMs : 0
  }

  fallSilent(): void {
    this.#queue.clear()
    this.#inbox.end()
  }

  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopTicking()
    this.fallSilent()
    this.#socket.close()
  }

  /** To be called with what comes at the socket. */
  take(bytes: Uint8Array, from: Endpoint): void {
    const agreement = this.#agreement
    const packet = readRtp(bytes)
    if (!agreement || !packet || this.#isOver || !this.#isFromPeer(from)) return
    this.#heardAtMs = this.#clock.nowMs()
    if (packet.payloadType === agreement.eventType) {
      const digit = this.#digitOf(packet.timestamp, packet.payload)
      if (digit !== undefined) this.pressed(digit)
      return this.#latch(from)
    }
    const audio = audioOf(packet, agreement)
    if (!audio) return
    this.#latch(from)
    this.#jitter.push(packet.timestamp, audio)
  }

  #isFromPeer({ address, port }: Endpoint): boolean {
    if (this.#hasLatched) return address === this.#remote?.address && port === this.#remote.port
    return address === this.#agreement?.address || address === this.#knownPeer
  }

  /** Behind a translator of addresses, the sound comes from elsewhere than was said, and goes there too. */
  #latch(from: Endpoint): void {
    if (this.#hasLatched) return
    this.#hasLatched = true
    this.#remote = from
  }

  /** By the schedule, not by when the timer fired: a late one sends what it owes. */
  #tick(): void {
    const due = Math.floor((this.#clock.nowMs() - this.#startMs) / frameMs)
    if (due - this.#frames > maxOwedFrames) {
      this.#timestamp += (due - this.#frames - 1) * frameSamples
      this.#frames = due - 1
    }
    for (; this.#frames < due && !this.#isOver; this.#frames += 1) {
      this.#sendFrame()
      this.#hearFrame()
    }
    if (this.#isOver) return
    const nextMs = this.#startMs + (this.#frames + 1) * frameMs
    const waitMs = Math.max(0, nextMs - this.#clock.nowMs())
    this.#stopTicking = this.#clock.after(waitMs, () => this.#tick())
  }

  #hearFrame(): void {
    const bytes = this.#jitter.pull(frameSamples) ?? new Uint8Array(frameSamples).fill(silence)
    this.#inbox.push({ type: 'audio', bytes, atMs: this.#frames * frameMs })
    this.#listener?.(bytes)
  }

  #sendFrame(): void {
    const agreement = this.#agreement
    if (!agreement) return
    const { payloadType, eventType, codec } = agreement
    const hadDigits = this.#digits.length > 0
    const digit = this.#digits.shift()
    if (digit && eventType !== undefined) {
      const marker = digit.isFirst
      this.#send({ payloadType: eventType, marker, payload: digit.payload }, digit.age)
      this.#isMarked = true
    } else {
      const frame = hadDigits
        ? new Uint8Array(frameSamples).fill(silence)
        : this.#queue.next(frameSamples)
      const payload = codec === 'PCMA' ? alawFromMulaw(frame) : frame
      this.#send({ payloadType, marker: this.#isMarked, payload }, 0)
      this.#isMarked = false
    }
    this.#timestamp += frameSamples
  }

  #send(packet: Pick<RtpPacket, 'payloadType' | 'marker' | 'payload'>, age: number): void {
    if (!this.#agreement?.isHeard || !this.#remote) return
    const sequence = (this.#sequence += 1)
    const timestamp = this.#timestamp - age
    this.#socket.send(writeRtp({ ...packet, sequence, timestamp, ssrc: this.#ssrc }), this.#remote)
  }
}

/** In μ-law; undefined for what was not agreed on. */
function audioOf({ payloadType, payload }: RtpPacket, agreement: Agreement) {
  const isAgreed = payloadType === agreement.payloadType
  if (isAgreed ? agreement.codec === 'PCMU' : payloadType === 0) return payload
  const isAlaw = isAgreed || payloadType === 8
  return isAlaw ? mulawFromAlaw(payload) : undefined
}
