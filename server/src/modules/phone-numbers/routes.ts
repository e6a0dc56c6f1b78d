import { phoneNumberEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { assignNumber, unassignNumber } from './assign.ts'
import {
  addPhoneNumber,
  getPhoneNumber,
  listPhoneNumbers,
  namedIn,
  removePhoneNumber,
} from './phone-numbers.ts'
import { serveSipLines } from './sip-lines.ts'
import { testPhoneNumber } from './test-number.ts'
import { twilioRoutes } from './twilio-routes.ts'

export async function phoneNumberRoutes(http: FastifyInstance, context: Context): Promise<void> {
  listRoutes(http, context)
  changeRoutes(http, context)
  await twilioRoutes(http, context)
  serveSipLines(context)
}

function listRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.find, async ({ principal, query: { pid, ...query } }) => {
    const caller = { context, principal }
    if (pid !== undefined) return ok(await getPhoneNumber(caller, { id: pid }))
    return ok(await listPhoneNumbers(caller, query))
  })
  serve(http, endpoints.list, async ({ principal, query }) =>
    ok(await listPhoneNumbers({ context, principal }, query)),
  )
}

function changeRoutes(http: FastifyInstance, context: Context): void {
  for (const endpoint of [endpoints.add, endpoints.addTwilio]) {
    serve(http, endpoint, async ({ principal, body }) =>
      ok(await addPhoneNumber({ context, principal }, body)),
    )
  }
  for (const endpoint of [endpoints.assign, endpoints.assignTwilio]) {
    serve(http, endpoint, async ({ principal, body: { voiceAgentId: agentId, ...wish } }) => {
      const assignment = { agentId, named: namedIn(wish) }
      return ok(await assignNumber({ context, principal }, assignment))
    })
  }
  serve(http, endpoints.unassign, async ({ principal, body }) =>
    ok(await unassignNumber({ context, principal }, namedIn(body))),
  )
  serve(http, endpoints.test, async ({ principal, body }) =>
    ok(await testPhoneNumber({ context, principal }, namedIn(body))),
  )
  serve(http, endpoints.delete, async ({ principal, query, body }) => {
    const id = await removePhoneNumber({ context, principal }, namedIn({ ...body, ...query }))
    return ok({ id, deleted: true as const })
  })
}
