import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { receiveCall, receiveStatus, type TwilioKnock } from './twilio-callbacks.ts'

/** Twilio sends a few kilobytes at most. */
const bodyLimitBytes = 65_536

const Params = z.object({ workspaceId: z.uuid(), numberId: z.uuid() })

/** Twilio's own protocol: forms, signatures and TwiML. Not in the contract, because nobody else calls it. */
export async function twilioRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (twilio) => {
    twilio.removeAllContentTypeParsers()
    twilio.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: bodyLimitBytes },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    const config = { guarded: { access: 'none' } } as const
    const path = '/telephony/twilio/:workspaceId/:numberId'
    for (const kind of ['status', 'detection'] as const) {
      twilio.post(`${path}/${kind}`, { config }, async (request, reply) => {
        await receiveStatus(context, knockOf(request), kind)
        return reply.code(204).send()
      })
    }
    twilio.post(`${path}/voice`, { config }, async (request, reply) => {
      const twiml = await receiveCall(context, knockOf(request))
      return reply.header('content-type', 'text/xml; charset=utf-8').send(twiml)
    })
  })
}

function knockOf(request: FastifyRequest): TwilioKnock {
  const params = Params.safeParse(request.params)
  if (!params.success) throw new AppError('PHONE_NUMBER_NOT_FOUND', 'There is no such number.')
  const signature = request.headers['x-twilio-signature']
  return {
    ...params.data,
    target: request.url,
    form: (request.body ?? {}) as Record<string, string>,
    signature: typeof signature === 'string' ? signature : undefined,
  }
}
