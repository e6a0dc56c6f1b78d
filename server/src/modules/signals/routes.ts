import { signalEndpoints as signals, signalTrackerEndpoints as trackers } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { addSignal } from './add-signal.ts'
import { decide, listSignals } from './signals.ts'
import {
  createTracker,
  deleteTracker,
  getTracker,
  listTrackers,
  testTracker,
  updateTracker,
} from './trackers.ts'

const inEnvelope = <T>(data: T) => ({ data, error: null })

export function signalRoutes(http: FastifyInstance, context: Context): void {
  serve(http, signals.list, ({ principal, query }) => listSignals(context, principal, query))
  serve(http, signals.confirm, ({ principal, params }) =>
    decide(context, principal, { id: params.id, status: 'confirmed' }),
  )
  serve(http, signals.dismiss, ({ principal, params }) =>
    decide(context, principal, { id: params.id, status: 'dismissed' }),
  )
  serve(http, signals.add, ({ principal, params, body }) =>
    addSignal(context, principal, params.id, body),
  )
  trackerRoutes(http, context)
}

function trackerRoutes(http: FastifyInstance, context: Context): void {
  serve(http, trackers.list, async ({ principal }) =>
    inEnvelope(await listTrackers(context, principal)),
  )
  serve(http, trackers.create, async ({ principal, body }) =>
    inEnvelope(await createTracker(context, principal, body)),
  )
  serve(http, trackers.test, async ({ principal, body }) =>
    inEnvelope(await testTracker(context, principal, body)),
  )
  serve(http, trackers.get, async ({ principal, params }) =>
    inEnvelope(await getTracker(context, principal, params.id)),
  )
  serve(http, trackers.update, async ({ principal, params, body }) =>
    inEnvelope(await updateTracker(context, principal, { id: params.id, changes: body })),
  )
  serve(http, trackers.delete, async ({ principal, params }) =>
    inEnvelope(await deleteTracker(context, principal, params.id)),
  )
}
