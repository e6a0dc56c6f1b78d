import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { type CallEvent, isFinal, type TelephonyPort } from '../../providers/telephony/index.ts'
import {
  type CallEnd,
  type CallRef,
  endCall,
  markAnswered,
  markRinging,
} from '../agent-calls/index.ts'
import type { CallAgent, VoiceParts } from './parts.ts'
import { type Conversed, converseByTelephone } from './telephone-calls.ts'

/** What was said is waited for so long once the line is dead. */
const talkEndsWithinMs = 10_000
const prefix = 'call'

/** A call that one request asked for, until its line is dead. */
type PlacedCall = {
  readonly call: CallRef
  readonly agent: CallAgent
  readonly params: Readonly<Record<string, unknown>>
  readonly port: TelephonyPort
  /** Ends the talk. */
  readonly hush: AbortController
  talk: Promise<Conversed> | undefined
  isOver: boolean
}

/** What the carrier hands back with everything it tells of the call. */
export const referenceOf = ({ workspaceId, callId }: CallRef): string =>
  `${prefix}:${workspaceId}:${callId}`

const placed = new WeakMap<Context, Map<string, PlacedCall>>()

function callsOf(context: Context): Map<string, PlacedCall> {
  const known = placed.get(context)
  if (known) return known
  const calls = new Map<string, PlacedCall>()
  placed.set(context, calls)
  return calls
}

/** To be called before the carrier is told: its first event may come before its answer. */
export function expectCall(
  context: Context,
  call: Omit<PlacedCall, 'hush' | 'talk' | 'isOver'>,
): void {
  const hush = new AbortController()
  callsOf(context).set(referenceOf(call.call), { ...call, hush, talk: undefined, isOver: false })
}

export function forgetCall(context: Context, call: CallRef): void {
  callsOf(context).delete(referenceOf(call))
}

/** Takes in what carriers tell of calls that were placed here; what it answers ends that. */
export function followPlacedCalls(context: Context, parts: VoiceParts): () => void {
  const calls = callsOf(context)
  const stop = context.telephony.listen({
    onEvent(event) {
      const one = calls.get(event.reference)
      if (!one) return
      follow(context, parts, one, event).catch((error: unknown) => {
        context.log.warn({ err: error, ...one.call }, 'an event of a call was not noted')
      })
    },
  })
  return () => {
    stop()
    for (const { hush } of calls.values()) hush.abort()
  }
}

async function follow(
  context: Context,
  parts: VoiceParts,
  one: PlacedCall,
  event: CallEvent,
): Promise<void> {
  const { status } = event
  if (isFinal(status)) return finish(context, one, event, status)
  if (status === 'ringing') {
    await context.db.transaction((tx) =>
      markRinging(tx, context, one.call.workspaceId, [one.call.callId]),
    )
  } else if (status === 'answered') {
    await context.db.transaction((tx) =>
      markAnswered(tx, context, one.call, { by: event.answeredBy ?? 'unknown', at: event.at }),
    )
    talk(context, parts, one, event.callId)
  }
  context.wakeRelay()
}

function talk(context: Context, parts: VoiceParts, one: PlacedCall, carrierCallId: string): void {
  if (one.talk || one.isOver) return
  const { call, agent, params, port, hush } = one
  const telephone = { ...call, agentId: agent.id, agent, carrierCallId, port, params }
  const how = { mode: 'person', message: null, writesEnd: false } as const
  one.talk = converseByTelephone(context, parts, { ...telephone, ...how }, hush.signal)
    .catch((error: unknown): Conversed => {
      context.log.warn({ err: error, ...call }, 'a call that was answered was not talked in')
      return { status: 'FAILED', endReason: 'failed', leftMessage: false }
    })
    .then(async (said) => {
      // Where the other side has ended it, there is nothing to hang up.
      if (!one.isOver) await port.hangUp(carrierCallId)
      return said
    })
}

const endOf = {
  completed: { status: 'COMPLETED', endReason: 'hangup' },
  busy: { status: 'NO_ANSWER', endReason: 'busy' },
  'no-answer': { status: 'NO_ANSWER', endReason: 'no_answer' },
  declined: { status: 'NO_ANSWER', endReason: 'declined' },
  blocked: { status: 'FAILED', endReason: 'blocked' },
  invalid: { status: 'FAILED', endReason: 'invalid' },
  failed: { status: 'FAILED', endReason: 'failed' },
  canceled: { status: 'TERMINATED', endReason: 'operator_hangup' },
} as const satisfies Record<string, CallEnd>

/** The line is dead: writes what came of the call, once. */
async function finish(
  context: Context,
  one: PlacedCall,
  { at }: CallEvent,
  status: keyof typeof endOf,
): Promise<void> {
  if (one.isOver) return
  one.isOver = true
  const late = sleep(talkEndsWithinMs, undefined, { ref: false })
  const said = one.talk && (await Promise.race([one.talk.catch(() => undefined), late]))
  one.hush.abort()
  const { leftMessage: _, ...end } = said ?? { ...endOf[status], leftMessage: false }
  await context.db.transaction((tx) => endCall(tx, context, one.call, { ...end, endedAt: at }))
  forgetCall(context, one.call)
  context.wakeRelay()
}
