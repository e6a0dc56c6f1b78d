import { setTimeout as sleep } from 'node:timers/promises'
import type { RoomEntry } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import type { JoinedRoom, RoomListener, Rooms } from '../../providers/rooms/index.ts'
import { type CallRef, endCall } from '../agent-calls/index.ts'
import { beginCall, claimSetup, clientToolsIn, requireRoom, type Setup } from './begin-call.ts'
import { conductCall } from './conduct-call.ts'
import type { VoiceParts } from './parts.ts'
import { roomTransport } from './room-line.ts'
import { identitiesIn, roomOf } from './room-wire-rules.ts'
import type { CallTransport, EndReason, OngoingCall } from './transport.ts'

/** A page comes in soon after it asked for its pass. */
const arriveWithinMs = 120_000
/** What is still on its way to the page when the agent has said the last word. */
const lingerMs = 300
/** What a page writes before the agent is ready. */
const maxEarlyTexts = 20

type Starter = {
  readonly workspaceId: string
  readonly userId: string | null
  readonly keyId: string | undefined
}

type Invitation = {
  readonly voiceAgentId: string
  readonly params: Readonly<Record<string, unknown>>
  readonly isChatOnly: boolean
  readonly environmentId?: string | null | undefined
  readonly versionRef?: string | null | undefined
}

/** Begins a call in a room of its own, and answers the pass with which its page comes in. */
export async function invitePage(
  context: Context,
  parts: VoiceParts,
  starter: Starter,
  { isChatOnly, ...wanted }: Invitation,
) {
  const rooms = roomsOf(context)
  const jobId = await beginCall(context, parts, starter, {
    ...wanted,
    channel: isChatOnly ? 'Chat Agent' : 'Web',
  })
  const { voiceAgentId } = wanted
  const liveKitAccessToken = await rooms.passFor({
    room: roomOf(jobId),
    identity: identitiesIn(jobId).guest,
    speaks: !isChatOnly,
    // The SDKs find the call in it.
    note: { jobId, voiceAgentId },
  })
  return { liveKitAccessToken, jobId, roomName: roomOf(jobId) }
}

export function roomsOf({ rooms }: Context): Rooms {
  if (rooms) return rooms
  throw new AppError(
    'SERVICE_UNAVAILABLE',
    'This server holds no calls in rooms: LIVEKIT_URL is not set.',
  )
}

/** Rooms of this process in which a page is waited for, and those that are being left. */
type Underway = { readonly waiting: Set<AbortController>; readonly leaving: Set<Promise<void>> }

const underways = new WeakMap<Context, Underway>()

function underwayIn(context: Context): Underway {
  const underway = underways.get(context) ?? { waiting: new Set(), leaving: new Set() }
  underways.set(context, underway)
  return underway
}

/** Waits for nobody any more. Resolves when all rooms are left. */
export async function closeRooms(context: Context): Promise<void> {
  const { waiting, leaving } = underwayIn(context)
  for (const controller of waiting) controller.abort()
  await Promise.all(leaving)
}

/**
 * Comes into the room of a call that somebody was invited to, once, and speaks there when the page has
 * come. Resolves as soon as the agent is in the room.
 */
export async function meetInRoom(
  context: Context,
  parts: VoiceParts,
  call: CallRef,
  { params, tools, isChatOnly }: RoomEntry,
): Promise<void> {
  const rooms = roomsOf(context)
  requireRoom(context)
  const setup = await claimSetup(context, call)
  const room = roomOf(call.callId)
  const { host, guest } = identitiesIn(call.callId)
  const visit = openVisit()
  let joined: JoinedRoom
  try {
    const { listener } = visit
    joined = await rooms.join({ room, identity: host, guest, speaks: !isChatOnly, listener })
  } catch (error) {
    context.log.error({ err: error, ...call }, 'A room could not be entered')
    await fail(context, call)
    throw new AppError('SERVICE_UNAVAILABLE', 'The LiveKit server does not let the agent in.')
  }
  const whole = {
    ...setup,
    params: { ...setup.params, ...params },
    clientTools: tools ? clientToolsIn(tools) : setup.clientTools,
  }
  const meeting = { call, setup: whole, isChat: isChatOnly, room, rooms, joined, visit }
  meet(context, parts, meeting).catch(async (error: unknown) => {
    context.log.error({ err: error, ...call }, 'A call in a room could not be begun')
    leaveRoom(context, meeting, 0)
    await fail(context, call).catch(() => {})
  })
}

type Meeting = {
  readonly call: CallRef
  readonly setup: Setup
  readonly isChat: boolean
  readonly room: string
  readonly rooms: Rooms
  readonly joined: JoinedRoom
  readonly visit: Visit
}

async function meet(context: Context, parts: VoiceParts, meeting: Meeting): Promise<void> {
  const { call, setup, isChat, joined, visit } = meeting
  const came = await arrivalOf(context, visit)
  if (came === 'stopped') return leaveRoom(context, meeting, 0)
  if (came === 'late') {
    leaveRoom(context, meeting, 0)
    const end = { status: 'NO_ANSWER', endReason: 'never_connected' } as const
    await context.db.transaction((tx) => endCall(tx, context, call, end))
    return context.wakeRelay()
  }
  await joined.heard()
  const transport: CallTransport = roomTransport({
    room: joined,
    isChat,
    language: setup.agent.definition.voice.lang,
    newId: context.newId,
    close: (reason) =>
      leaveRoom(
        context,
        meeting,
        reason === 'agent_hangup' || reason === 'inactivity' ? lingerMs : 0,
      ),
  })
  const ongoing = await conductCall(context, parts, { call, ...setup, transport })
  if (ongoing) visit.begin(ongoing)
  else leaveRoom(context, meeting, 0)
}

async function arrivalOf(context: Context, visit: Visit): Promise<'came' | 'late' | 'stopped'> {
  const { waiting } = underwayIn(context)
  const stopping = new AbortController()
  waiting.add(stopping)
  const { signal } = stopping
  const late = sleep(arriveWithinMs, 'late' as const, { signal, ref: false })
  try {
    return await Promise.race([visit.arrived, late.catch(() => 'stopped' as const)])
  } finally {
    waiting.delete(stopping)
    stopping.abort()
  }
}

/** Nobody need wait for it. */
function leaveRoom(context: Context, { joined, rooms, room }: Meeting, afterMs: number): void {
  const { leaving } = underwayIn(context)
  const left = (async () => {
    if (afterMs > 0) await sleep(afterMs, undefined, { ref: false })
    await joined.leave()
    // Sends the page out too, which ends its call there.
    await rooms.close(room)
  })()
    .catch((error: unknown) => context.log.warn({ err: error, room }, 'A room was not closed'))
    .finally(() => leaving.delete(left))
  leaving.add(left)
}

async function fail(context: Context, call: CallRef): Promise<void> {
  const end = { status: 'FAILED', endReason: 'failed' } as const
  await context.db.transaction((tx) => endCall(tx, context, call, end))
  context.wakeRelay()
}

/** What the page does in the room, before there is a call to do it to and after. */
type Visit = {
  readonly listener: RoomListener
  readonly arrived: Promise<'came'>
  readonly begin: (call: OngoingCall) => void
}

function openVisit(): Visit {
  const { promise: arrived, resolve } = Promise.withResolvers<'came'>()
  let call: OngoingCall | undefined
  let isGone: EndReason | undefined
  const early: string[] = []
  const end = (reason: EndReason) => {
    isGone ??= reason
    void call?.end(reason)
  }
  return {
    arrived,
    listener: {
      onArrived: () => resolve('came'),
      onSound: (samples) => call?.hear(samples),
      onKey: (digit) => call?.pressed(digit),
      onText(text) {
        if (call) call.wrote(text)
        else if (early.length < maxEarlyTexts) early.push(text)
      },
      onLeft: (wasMeant) => end(wasMeant ? 'hangup' : 'connection_lost'),
      onLost: () => end('connection_lost'),
    },
    begin(ongoing) {
      call = ongoing
      for (const text of early.splice(0)) ongoing.wrote(text)
      if (isGone) void ongoing.end(isGone)
    },
  }
}
