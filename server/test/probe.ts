import { dataOf, endpoint, type Method } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { serve } from '../src/platform/http/serve.ts'

const Seen = z.object({ userId: z.string(), workspaceId: z.string(), seesAllRows: z.boolean() })

/** Endpoints that do nothing but say who called, to test what stands in front of every endpoint. */
export function mountProbes(http: FastifyInstance): void {
  for (const [method, scope] of probed) {
    const probe = endpoint({
      id: `probe${method}`,
      method,
      path: '/functions/v1/probe',
      tag: 'Test',
      summary: 'Says who called',
      access: 'key',
      scope,
      resource: 'contacts',
      reply: dataOf(Seen),
    })
    serve(http, probe, async ({ principal: { userId, workspaceId, seesAllRows } }) => ({
      data: { userId, workspaceId, seesAllRows },
      error: null,
    }))
  }
}

const probed: [Method, 'read' | 'write' | 'delete'][] = [
  ['GET', 'read'],
  ['POST', 'write'],
  ['DELETE', 'delete'],
]
