import { receiveFathomMeeting, receiveMeeting } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { isTooDeep, maxDepth } from '../../platform/http/json-body.ts'
import { serve } from '../../platform/http/serve.ts'
import { principalOfKey } from '../access/index.ts'
import { admit, admitFor, getPerson, type Knock } from './doors.ts'
import { receivePayloads } from './receive-payloads.ts'
import { receiveTopic } from './receive-topic.ts'

/** Transcripts of a day in a list of meetings. */
const bodyLimitBytes = 32 * 1024 * 1024

/** The doors for meetings: they read the body themselves, because signatures are over its bytes. */
export async function doorRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (doors) => {
    doors.removeAllContentTypeParsers()
    doors.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
      (_request, body, done) => done(null, body),
    )
    serve(doors, receiveFathomMeeting, async ({ params, query, request }) => {
      const person = await getPerson(context, params.userId)
      const knock = knockOf(context, request, query.token)
      const admitted = await admitFor(context, person, knock)
      return receivePayloads(context, { person, admitted, body: parse(knock.body).value })
    })
    serve(doors, receiveMeeting, async ({ query, request }) => {
      const knock = knockOf(context, request, query.token)
      const { user, workspace } = query
      const admitted = await admit(context, { ...knock, user, workspace })
      const { value, text } = parse(knock.body)
      return receiveTopic(context, admitted, { body: value, text })
    })
  })
}

function knockOf(context: Context, request: FastifyRequest, token: string | undefined): Knock {
  return {
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    token,
    principalOfKey: () => principalOfKey(context, request),
  }
}

/** Whatever type the sender says it is: automations often say none. */
function parse(body: Buffer): { readonly value: unknown; readonly text: string } {
  const text = body.toString('utf8').replace(/^\uFEFF/, '')
  if (isTooDeep(text)) {
    throw new AppError('VALIDATION_ERROR', `Values nest at most ${maxDepth} levels deep`)
  }
  try {
    return { value: JSON.parse(text) as unknown, text }
  } catch (error) {
    throw new AppError('INVALID_JSON', `The body is not valid JSON: ${(error as Error).message}`)
  }
}
