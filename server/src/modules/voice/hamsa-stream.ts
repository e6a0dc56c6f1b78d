import type { RawData, WebSocket } from 'ws'
import type { Context } from '../../context.ts'
import type { CallRef } from '../agent-calls/index.ts'
import { claimSetup } from './begin-call.ts'
import { WaitingTools } from './client-tools.ts'
import { conductCall } from './conduct-call.ts'
import { pageFrames, readPageFrame } from './hamsa-wire-rules.ts'
import type { VoiceParts } from './parts.ts'
import type { CallNotice, CallTransport, OngoingCall } from './transport.ts'

/** A page that does not read for so long that this much waits is gone. */
const maxWaitingBytes = 4_000_000
const normalClose = 1_000
/** Of a close that says that the page was left. */
const leavingCodes = new Set([1_000, 1_001, 1_005])

/** Speaks the protocol of the voice agents' SDK 0.3 until the call or the socket ends. */
export async function serveHamsaStream(
  context: Context,
  parts: VoiceParts,
  socket: WebSocket,
  call: CallRef,
): Promise<void> {
  const tools = new WaitingTools()
  let ongoing: OngoingCall | undefined
  let isOver = false
  const early: string[] = []
  const send = (frame: object) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxWaitingBytes) return socket.terminate()
    socket.send(JSON.stringify(frame))
  }
  const handle = (text: string) => {
    const frame = readPageFrame(text)
    if (frame.type === 'media') ongoing?.hear(frame.samples)
    else if (frame.type === 'mark') ongoing?.reachedMark(frame.name)
    else if (frame.type === 'dtmf') ongoing?.pressed(frame.digit)
    else if (frame.type === 'stop') void ongoing?.end('hangup')
    else if (frame.type === 'tools') {
      for (const { id, response } of frame.answers) tools.answer(id, response)
    }
  }
  socket.on('message', (data, isBinary) => {
    if (isBinary) return
    const text = textOf(data)
    // What comes while the agent is being prepared is not lost.
    if (ongoing) handle(text)
    else if (early.length < maxEarlyFrames) early.push(text)
  })
  socket.on('close', (code) => {
    isOver = true
    tools.closeAll()
    void ongoing?.end(leavingCodes.has(code) ? 'hangup' : 'connection_lost')
  })
  const setup = await claimSetup(context, call)
  const transport = transportOf(socket, send, tools)
  ongoing = await conductCall(context, parts, { call, ...setup, transport })
  if (!ongoing) return socket.close(normalClose, 'The call has ended')
  for (const text of early.splice(0)) handle(text)
  if (isOver) await ongoing.end('connection_lost')
}

/** Ten seconds of sound in the SDK's frames of 8 ms. */
const maxEarlyFrames = 1_250

function transportOf(
  socket: WebSocket,
  send: (frame: object) => void,
  tools: WaitingTools,
): CallTransport {
  return {
    speaker: {
      play: (samples) => send(pageFrames.media(samples)),
      clear: () => send(pageFrames.clear()),
      mark: (name) => send(pageFrames.mark(name)),
    },
    tell(notice) {
      const frame = frameOf(notice)
      if (frame) send(frame)
    },
    useTool: (call, signal) =>
      tools.ask(call, signal, () => send(pageFrames.tools(call.id, call.name, call.arguments))),
    close: () => socket.close(normalClose, 'The call has ended'),
  }
}

function frameOf(notice: CallNotice): object | undefined {
  if (notice.type === 'agent-text') return pageFrames.answer(notice.text)
  if (notice.type === 'user-text') {
    return notice.isFinal ? pageFrames.transcription(notice.text) : undefined
  }
  if (notice.type === 'state') return pageFrames.info({ type: 'agent_state', state: notice.state })
  return pageFrames.info({ type: notice.event, data: notice.data })
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8')
  return Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8')
}
