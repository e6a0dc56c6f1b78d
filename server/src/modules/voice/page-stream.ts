import { randomBytes, timingSafeEqual } from 'node:crypto'
import { CallBeginning } from '@parley/contract'
import type { WebSocket } from 'ws'
import type { Context } from '../../context.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { refusalOf } from '../../platform/validate.ts'
import { beginCall, claimSetup } from './begin-call.ts'
import { conductCall } from './conduct-call.ts'
import { PageLine, samplesIn, textIn } from './page-line.ts'
import { type ClientFrame, readClientFrame } from './parley-wire-rules.ts'
import type { VoiceParts } from './parts.ts'
import type { OngoingCall } from './transport.ts'

/** What a page may do, by its token or its key. */
export type PageGrant = {
  readonly workspaceId: string
  readonly userId: string | null
  readonly keyId: string | undefined
  /** Undefined with a key: then the page names the agent. */
  readonly voiceAgentId: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  /** Without an agent, one that comes along speaks. */
  readonly isExample?: boolean
  readonly environmentId?: string | null | undefined
  readonly versionRef?: string | null | undefined
}

type HeldLine = { readonly line: PageLine; readonly call: OngoingCall; readonly key: Buffer }

/** Lines that a page may come back to, by call. */
const linesOf = new WeakMap<Context, Map<string, HeldLine>>()
const startWithinMs = 10_000
const policyClose = 1_008

/**
 * Speaks the protocol of @parley/voice on one socket: begins a call, or goes on with one whose line
 * broke. `grant` is asked for when a call begins; a call that goes on proves itself by its key.
 */
export function servePageStream(
  context: Context,
  parts: VoiceParts,
  socket: WebSocket,
  grant: () => Promise<PageGrant>,
): void {
  let held: HeldLine | undefined
  let isStarting = false
  const early: Int16Array[] = []
  const late = setTimeout(() => socket.close(policyClose, 'Nothing was started'), startWithinMs)
  const fail = (error: unknown) => {
    const known = error instanceof AppError
    if (!known) context.log.error({ err: error }, 'A call from a page could not begin')
    const { code, message } = known
      ? error
      : new AppError('INTERNAL_ERROR', 'Something went wrong.')
    socket.send(JSON.stringify({ type: 'error', code, message }))
    socket.close(policyClose, message.slice(0, 100))
  }
  const start = async (frame: Extract<ClientFrame, { type: 'start' }>) => {
    clearTimeout(late)
    isStarting = true
    held = frame.resume
      ? resumeLine(context, socket, frame.resume)
      : await startLine(context, parts, { socket, frame, grant: await grant() })
    for (const samples of early.splice(0)) held.call.hear(samples)
    if (socket.readyState !== socket.OPEN) held.line.lost(socket)
  }
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      if (held) held.call.hear(samplesIn(data))
      else if (early.length < maxEarlyFrames) early.push(samplesIn(data))
      return
    }
    const frame = readClientFrame(textIn(data))
    if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong', at: frame.at }))
    else if (frame.type === 'start') {
      if (!isStarting) void start(frame).catch(fail)
    } else if (held) obey(held, frame)
  })
  socket.on('close', () => {
    clearTimeout(late)
    held?.line.lost(socket)
  })
}

const maxEarlyFrames = 500

function obey({ line, call }: HeldLine, frame: ClientFrame): void {
  switch (frame.type) {
    case 'mark':
      return call.reachedMark(frame.name)
    case 'tool_result':
      return frame.error
        ? line.tools.fail(frame.id, frame.error)
        : line.tools.answer(frame.id, frame.result)
    case 'dtmf':
      return call.pressed(frame.digit)
    case 'text':
      return call.wrote(frame.text)
    case 'pause':
      return call.pause()
    case 'resume':
      return call.resume()
    case 'end':
      return void call.end('hangup')
    case 'start':
    case 'ping':
    case 'unknown':
  }
}

type Starting = {
  readonly socket: WebSocket
  readonly frame: Extract<ClientFrame, { type: 'start' }>
  readonly grant: PageGrant
}

async function startLine(
  context: Context,
  parts: VoiceParts,
  { socket, frame, grant }: Starting,
): Promise<HeldLine> {
  const { workspaceId } = grant
  const isByToken = grant.voiceAgentId !== undefined
  const wanted = CallBeginning.partial({ voiceAgentId: true }).safeParse({
    voiceAgentId: grant.voiceAgentId ?? frame.agentId,
    // What the token says wins over what the page says.
    params: { ...frame.params, ...grant.params },
    tools: frame.tools,
    environmentId: isByToken ? grant.environmentId : frame.environmentId,
    versionRef: isByToken ? grant.versionRef : frame.versionRef,
  })
  if (!wanted.success) throw refusalOf(wanted.error)
  if (!wanted.data.voiceAgentId && !grant.isExample) {
    throw invalid('agentId', "Field 'agentId' is required.")
  }
  const callId = await beginCall(context, parts, grant, wanted.data)
  const setup = await claimSetup(context, { workspaceId, callId })
  const line = new PageLine(socket)
  const key = randomBytes(24)
  line.send({ type: 'ready', callId, resumeKey: key.toString('base64url') })
  const call = await conductCall(context, parts, {
    call: { workspaceId, callId },
    ...setup,
    transport: line.transport,
  })
  if (!call) throw new AppError('CALL_NOT_FOUND', 'The call has ended already.')
  line.call = call
  const held = { line, call, key }
  const lines = linesOf.get(context) ?? new Map<string, HeldLine>()
  linesOf.set(context, lines)
  lines.set(callId, held)
  void call.ended.then(() => lines.delete(callId))
  return held
}

function resumeLine(
  context: Context,
  socket: WebSocket,
  { callId, key }: { readonly callId: string; readonly key: string },
): HeldLine {
  const held = linesOf.get(context)?.get(callId)
  const given = Buffer.from(key, 'base64url')
  if (!held || given.length !== held.key.length || !timingSafeEqual(given, held.key)) {
    throw new AppError('CALL_NOT_FOUND', 'This call cannot be gone on with: it has ended.')
  }
  held.line.regained(socket)
  held.line.send({ type: 'resumed', callId })
  return held
}
