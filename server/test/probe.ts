import { dataOf, endpoint, type Method } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { serve } from '../src/platform/http/serve.ts'

const Seen = z.object({ userId: z.string(), workspaceId: z.string(), seesAllRows: z.boolean() })

const scoped: [Method, 'read' | 'write' | 'delete'][] = [
  ['GET', 'read'],
  ['POST', 'write'],
  ['DELETE', 'delete'],
]

/** Endpoints that do nothing but say who called, to test what stands in front of every endpoint. */
export function mountProbes(http: FastifyInstance): void {
  for (const [method, scope] of scoped) {
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

const Work = z.record(z.string(), z.unknown())

/** A POST and a PATCH that do whatever the test wants with the body. */
export function mountWork(work: (body: Record<string, unknown>) => Promise<unknown>) {
  return (http: FastifyInstance): void => {
    for (const method of ['POST', 'PATCH'] as const) {
      const path = '/functions/v1/work'
      const common = { tag: 'Test', summary: 'Works', access: 'key', scope: 'write' } as const
      const definition = { ...common, id: `work${method}`, method, path, body: Work } as const
      const worker = endpoint({ ...definition, reply: dataOf(z.unknown()), status: 201 })
      serve(http, worker, async ({ body }) => ({ data: await work(body), error: null }))
    }
  }
}
