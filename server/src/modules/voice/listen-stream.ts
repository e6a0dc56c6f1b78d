import type { WebSocket } from 'ws'
import type { Context } from '../../context.ts'
import { handOnSocket } from '../../platform/nodes/join-sockets.ts'
import { createToken, redeemToken } from './call-tokens.ts'
import { findHolder } from './control-call.ts'
import { stateOf } from './state.ts'
import type { OngoingCall } from './transport.ts'

const maxWaitingBytes = 2_000_000
/** Before the samples: who speaks. */
const speakers = { user: 0, agent: 1 } as const

/** Where somebody listens in. */
export const listenPath = '/v1/voice-agents/listen'

const policyClose = 1_008

type Listening = {
  readonly jobId: string
  /** Only what is said and done, without its sound. */
  readonly isSilent?: boolean
  /** Another node asks for somebody who listens there. */
  readonly isHandedOn?: boolean
}

/** Lets whoever has this token listen, whichever node speaks in the call. Throws CALL_TOKEN_INVALID. */
export async function serveEavesdropper(
  context: Context,
  socket: WebSocket,
  token: string,
): Promise<void> {
  const { workspaceId, allows } = await redeemToken(context, token, 'listen')
  const { jobId: callId, isSilent = false, isHandedOn = false } = allows as Listening
  const here = stateOf(context).calls.get(callId)
  if (here) return serveListener(socket, here, isSilent)
  if (isHandedOn) return socket.close(policyClose, 'The call has ended')
  const { nodeUrl } = await findHolder(context, { workspaceId, callId })
  const allowed: Listening = { jobId: callId, isSilent, isHandedOn: true }
  const next = await createToken(context, workspaceId, 'listen', allowed)
  const url = `${nodeUrl.replace(/^http/, 'ws')}${listenPath}?call_token=${next.token}`
  handOnSocket(url, socket, 'The node that holds this call does not answer')
}

/** Lets somebody hear both sides of a call and see what is said; nothing goes the other way. */
function serveListener(socket: WebSocket, call: OngoingCall, isSilent: boolean): void {
  const stop = call.overhear({
    onSound(speaker, samples) {
      if (isSilent || socket.readyState !== socket.OPEN || socket.bufferedAmount > maxWaitingBytes)
        return
      const bytes = new Uint8Array(1 + samples.byteLength)
      bytes[0] = speakers[speaker]
      bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 1)
      socket.send(bytes)
    },
    onNotice(notice) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(notice))
    },
    onEnd: () => socket.close(1_000, 'The call has ended'),
  })
  socket.on('close', stop)
}
