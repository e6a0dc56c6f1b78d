import type { MediaStream } from '../media.ts'
import type { Listeners } from '../listeners.ts'
import {
  type CallEvent,
  type CallStatus,
  type CarrierCause,
  type FinalStatus,
  isFinal,
  type PlaceCallRequest,
  stepOf,
} from '../port.ts'
import { type Callee, lengthOf, ringMs } from './callee.ts'
import type { Clock } from './clock.ts'
import { recite } from './recite.ts'
import { type CalleeEnd, openCalleeEnd } from './stream.ts'

/** From the order to the first ring. */
const setupMs = 500
const defaultRingTimeoutS = 30
/** Between the end of a machine's greeting and its tone's end. */
const toneMs = 1_000
/** How long two people talk after a transfer. */
const transferTalkMs = 10_000

export type CallOptions = {
  readonly clock: Clock
  readonly listeners: Listeners
  /** How long the carrier listens before it says who answered; 0 says so with `answered`. */
  readonly detectionMs: number
  readonly keepsHeard: boolean
  readonly onOver: () => void
}

type Wanted = Pick<
  PlaceCallRequest,
  'reference' | 'ringTimeoutS' | 'maxDurationS' | 'machineDetection' | 'stream'
>

/** One call of the simulated carrier, from the first ring to its end. */
export type SimulatedCall = {
  readonly callId: string
  readonly status: () => CallStatus
  readonly cause: () => CarrierCause | undefined
  readonly durationS: () => number | undefined
  readonly heard: () => Uint8Array
  /** Digits that were sent to the callee. */
  readonly digits: () => string
  begin(): void
  hangUp(): void
  transfer(): void
  sendDigits(digits: string): void
}

export function openCall(
  { callId, callee, wanted }: { callId: string; callee: Callee; wanted: Wanted },
  { clock, listeners, detectionMs, keepsHeard, onOver }: CallOptions,
): SimulatedCall {
  let status: CallStatus = 'initiated'
  let cause: CarrierCause | undefined
  let answeredAtMs: number | undefined
  let durationS: number | undefined
  let end: CalleeEnd | undefined
  let digits = ''
  const timers = new Set<() => void>()
  const detects = (wanted.machineDetection ?? 'off') !== 'off'

  function later(delayMs: number, run: () => void): void {
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel)
      run()
    })
    timers.add(cancel)
  }

  function tell(next: CallStatus, more: Partial<CallEvent> = {}): void {
    if (isFinal(status)) return
    status = next
    if (isFinal(next)) stopAll()
    listeners.tell({
      callId,
      reference: wanted.reference,
      status: next,
      at: new Date(clock.nowMs()),
      sequence: stepOf(next),
      ...more,
    })
  }

  function stopAll(): void {
    for (const cancel of timers) cancel()
    timers.clear()
    end?.end()
    onOver()
  }

  function finish(next: FinalStatus, why?: CarrierCause, fault?: 'account' | 'carrier'): void {
    cause = why
    if (answeredAtMs !== undefined) durationS = Math.round((clock.nowMs() - answeredAtMs) / 1_000)
    tell(next, { cause, fault, durationS })
  }

  function ring(): void {
    tell('ringing')
    const timeoutMs = (wanted.ringTimeoutS ?? defaultRingTimeoutS) * 1_000
    const picksUpMs = 'afterRings' in callee ? callee.afterRings * ringMs : Number.POSITIVE_INFINITY
    if (picksUpMs >= timeoutMs) {
      return later(timeoutMs, () => finish('no-answer', { sip: 487, q850: 19 }))
    }
    later(picksUpMs, () =>
      callee.kind === 'declined' ? finish('declined', { sip: 603, q850: 21 }) : pickUp(),
    )
  }

  function pickUp(): void {
    answeredAtMs = clock.nowMs()
    const by = callee.kind === 'voicemail' ? 'machine' : 'human'
    const isKnown = detects && detectionMs === 0
    tell('answered', { answeredBy: isKnown ? by : 'unknown' })
    if (isFinal(status)) return
    if (detects && !isKnown) later(detectionMs, () => tell('detected', { answeredBy: by }))
    if (wanted.maxDurationS) later(wanted.maxDurationS * 1_000, () => finish('completed'))
    const stream = connect()
    if (callee.kind === 'voicemail') greet(callee)
    if (callee.kind === 'answers') talk(callee)
    if (stream) listeners.hand(stream)
  }

  function connect(): MediaStream | undefined {
    if (!wanted.stream) return undefined
    const described = { callId, reference: wanted.reference, parameters: wanted.stream.parameters }
    end = openCalleeEnd(described, { clock, keepsHeard })
    return end.stream
  }

  function greet({ greeting, recordsMs }: Callee & { kind: 'voicemail' }): void {
    recite([greeting], { clock, later, end, whenDone: () => {} })
    const toneEndsMs = greeting.afterMs + lengthOf(greeting) + toneMs
    later(toneEndsMs, () => {
      if (wanted.machineDetection === 'message') {
        tell('detected', { answeredBy: 'machine', greetingEnded: true })
      }
    })
    later(toneEndsMs + recordsMs, () => finish('completed'))
  }

  function talk({ lines, staysMs }: Callee & { kind: 'answers' }): void {
    if (staysMs !== undefined) later(staysMs, () => finish('completed'))
    recite(lines, {
      clock,
      later,
      end,
      whenDone() {
        if (staysMs === undefined) finish('completed')
      },
    })
  }

  function proceed(): void {
    switch (callee.kind) {
      case 'busy':
        return finish('busy', { sip: 486, q850: 17 })
      case 'blocked':
        return finish('blocked', { sip: 608 })
      case 'invalid':
        return finish('invalid', { sip: 404, q850: 1 })
      case 'fails':
        return finish('failed', callee.cause, callee.fault)
      default:
        return ring()
    }
  }

  return {
    callId,
    status: () => status,
    cause: () => cause,
    durationS: () => durationS,
    heard: () => end?.heard() ?? new Uint8Array(0),
    digits: () => digits,
    begin() {
      // Not at once: whoever placed the call is first told its id.
      later(0, () => {
        tell('initiated')
        later(setupMs, proceed)
      })
    },
    hangUp() {
      if (!isFinal(status)) finish(answeredAtMs === undefined ? 'canceled' : 'completed')
    },
    transfer() {
      for (const cancel of timers) cancel()
      timers.clear()
      end?.end()
      later(transferTalkMs, () => finish('completed'))
    },
    sendDigits(sent) {
      digits += sent
    },
  }
}
