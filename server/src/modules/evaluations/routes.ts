import { evaluationEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { requestEvaluation } from './begin-evaluation.ts'
import { cancelBulk, getBulk, startBulk } from './bulk.ts'
import { correctEvaluation } from './correct-evaluation.ts'
import { undoEffects } from './effects.ts'
import { cancelEvaluation, getEvaluation, listEvaluations } from './evaluations.ts'
import { changeSettings, getSettings } from './settings.ts'

const reply = <T>(data: T) => ({ data, error: null })

export function evaluationRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, ({ principal, params, query }) =>
    listEvaluations(context, principal, params.id, query),
  )
  serve(http, endpoints.request, async ({ principal, params, body }) => {
    const wanted = { conversationId: params.id, scorecardId: body.scorecard_id }
    return reply(await requestEvaluation(context, principal, wanted))
  })
  serve(http, endpoints.undoEffects, async ({ principal, params, body }) =>
    reply(await undoEffects(context, principal, { conversationId: params.id, kind: body.kind })),
  )
  serve(http, endpoints.get, async ({ principal, params }) =>
    reply(await getEvaluation(context, principal, params.id)),
  )
  serve(http, endpoints.correct, async ({ principal, params, body }) =>
    reply(await correctEvaluation(context, principal, params.id, body)),
  )
  serve(http, endpoints.cancel, async ({ principal, params }) =>
    reply(await cancelEvaluation(context, principal, params.id)),
  )
  serve(http, endpoints.startBulk, async ({ principal, body }) =>
    reply(await startBulk(context, principal, body)),
  )
  serve(http, endpoints.getBulk, async ({ principal, params }) =>
    reply(await getBulk(context, principal, params.id)),
  )
  serve(http, endpoints.cancelBulk, async ({ principal, params }) =>
    reply(await cancelBulk(context, principal, params.id)),
  )
  serve(http, endpoints.getSettings, async ({ principal }) =>
    reply(await getSettings(context, principal)),
  )
  serve(http, endpoints.updateSettings, async ({ principal, body }) =>
    reply(await changeSettings(context, principal, body)),
  )
}
