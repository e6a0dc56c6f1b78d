import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { admitSocket } from '../access/index.ts'
import { twilioStreamPath } from '../phone-numbers/index.ts'
import { redeemToken } from './call-tokens.ts'
import { serveHamsaStream } from './hamsa-stream.ts'
import { listenPath, serveEavesdropper } from './listen-stream.ts'
import { type PageGrant, servePageStream } from './page-stream.ts'
import type { VoiceParts } from './parts.ts'
import { serveTwilioStream } from './twilio-stream.ts'

const policyClose = 1_008
const Id = z.uuid()
/** What a key must be allowed to begin or to join a call. */
const mayCall = { scope: 'write', resource: 'calls' } as const

/** The sockets of calls: SDK 0.3's, @parley/voice's, and those who listen in. */
export function streamRoutes(http: FastifyInstance, context: Context, parts: VoiceParts): void {
  const onlySockets = async () => {
    throw new AppError('UPGRADE_REQUIRED', 'This address speaks WebSocket.')
  }

  http.route<{ Params: { jobId: string } }>({
    method: 'GET',
    url: '/stream/:jobId',
    handler: onlySockets,
    preValidation: async (request, reply) => {
      request.principal = await admitSocket(context, request, mayCall, reply)
    },
    wsHandler(socket, { params, principal }) {
      const callId = params.jobId.toLowerCase()
      if (!principal || !Id.safeParse(callId).success)
        return socket.close(policyClose, 'No such call')
      const call = { workspaceId: principal.workspaceId, callId }
      serveHamsaStream(context, parts, socket, call).catch((error: unknown) => {
        const isKnown = error instanceof AppError
        if (!isKnown) context.log.error({ err: error, callId }, 'A call could not be connected')
        socket.close(policyClose, isKnown ? error.message.slice(0, 100) : 'Something went wrong')
      })
    },
  })

  http.route({
    method: 'GET',
    url: '/v1/voice-agents/stream',
    handler: onlySockets,
    wsHandler: (socket, request) =>
      servePageStream(context, parts, socket, () => grantOf(context, request)),
  })

  http.route({
    method: 'GET',
    url: twilioStreamPath,
    handler: onlySockets,
    wsHandler: (socket) => serveTwilioStream(context, socket),
  })

  http.route({
    method: 'GET',
    url: listenPath,
    handler: onlySockets,
    async wsHandler(socket, request) {
      try {
        await serveEavesdropper(context, socket, tokenIn(request))
      } catch (error) {
        const message = error instanceof AppError ? error.message : 'Something went wrong'
        socket.close(policyClose, message.slice(0, 100))
      }
    },
  })
}

/** A call token, or an API key of a server or a trusted page. */
async function grantOf(context: Context, request: FastifyRequest): Promise<PageGrant> {
  const token = tokenIn(request)
  if (token === '') {
    const { workspaceId, userId, keyId } = await admitSocket(context, request, mayCall)
    return { workspaceId, userId, keyId, voiceAgentId: undefined, params: {} }
  }
  const { workspaceId, allows } = await redeemToken(context, token, 'call')
  return { ...(allows as Omit<PageGrant, 'workspaceId'>), workspaceId }
}

function tokenIn({ query }: FastifyRequest): string {
  const { call_token: token } = query as Readonly<Record<string, unknown>>
  return typeof token === 'string' ? token : ''
}
