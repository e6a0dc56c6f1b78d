import { fathomEndpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { doorRoutes } from './door-routes.ts'
import { createDoor } from './doors.ts'
import { beginImport, getImport, stopImport } from './imports.ts'
import { connect, disconnect, getIntegration, testConnection } from './integration.ts'

export type FathomServices = {
  /** Address that others reach this server at; no slash at its end. */
  readonly baseUrl: () => string
}

export async function fathomRoutes(
  http: FastifyInstance,
  context: Context,
  { baseUrl }: FathomServices,
): Promise<void> {
  await doorRoutes(http, context)
  serve(http, fathomEndpoints.getFathomIntegration, async ({ principal }) => ({
    data: await getIntegration(context, principal),
    error: null,
  }))
  serve(http, fathomEndpoints.saveFathomIntegration, async ({ principal, body }) => {
    const { api_key: apiKey, destination_base_url: given } = body
    const settings = { apiKey, baseUrl: given ?? baseUrl() }
    return { data: await connect(context, principal, settings), error: null }
  })
  serve(http, fathomEndpoints.deleteFathomIntegration, async ({ principal }) => ({
    data: await disconnect(context, principal),
    error: null,
  }))
  serve(http, fathomEndpoints.testFathomConnection, async ({ principal, body }) => ({
    data: await testConnection(context, principal, body.api_key),
    error: null,
  }))
  serve(http, fathomEndpoints.createMeetingDoor, async ({ principal }) => ({
    data: await createDoor(context, principal, baseUrl()),
    error: null,
  }))
  importRoutes(http, context)
}

function importRoutes(http: FastifyInstance, context: Context): void {
  serve(http, fathomEndpoints.startFathomImport, async ({ principal, body }) => ({
    data: await beginImport(context, principal, body),
    error: null,
  }))
  serve(http, fathomEndpoints.getFathomImport, async ({ principal, params }) => ({
    data: await getImport(context, principal, params.id),
    error: null,
  }))
  serve(http, fathomEndpoints.cancelFathomImport, async ({ principal, params }) => ({
    data: await stopImport(context, principal, params.id),
    error: null,
  }))
}
