import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { referenceRoutes } from './reference-routes.ts'

export async function systemRoutes(http: FastifyInstance, context: Context): Promise<void> {
  referenceRoutes(http, context)
}
