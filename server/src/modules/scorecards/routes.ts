import { scorecardEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import {
  archiveScorecard,
  createScorecard,
  getScorecard,
  listScorecards,
  listVersions,
  setDefaultScorecard,
  updateScorecard,
} from './scorecards.ts'

const inEnvelope = <T>(data: T) => ({ data, error: null })

export function scorecardRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, async ({ principal, query }) =>
    inEnvelope(await listScorecards({ context, principal }, query.archived ?? false)),
  )
  serve(http, endpoints.create, async ({ principal, body }) =>
    inEnvelope(await createScorecard({ context, principal }, body)),
  )
  serve(http, endpoints.get, async ({ principal, params }) =>
    inEnvelope(await getScorecard({ context, principal }, params.id)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    inEnvelope(await updateScorecard({ context, principal }, params.id, body)),
  )
  serve(http, endpoints.delete, async ({ principal, params }) =>
    inEnvelope(await archiveScorecard({ context, principal }, params.id)),
  )
  serve(http, endpoints.versions, ({ principal, params, query }) =>
    listVersions({ context, principal }, params.id, query),
  )
  serve(http, endpoints.setDefault, async ({ principal, body }) =>
    inEnvelope(await setDefaultScorecard({ context, principal }, body)),
  )
}
