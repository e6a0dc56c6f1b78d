import { operationEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { mayOperate } from '../accounts/index.ts'
import { openBackups } from './download-backup.ts'
import { discardJobs, listFailedJobs, retryJobs } from './failed-jobs.ts'
import { getServerState } from './server-state.ts'
import { getServerStorage } from './server-storage.ts'

type Services = {
  /** Names of all who are handed events. */
  readonly subscribers: () => readonly string[]
}

export function operationRoutes(
  http: FastifyInstance,
  context: Context,
  { subscribers }: Services,
): void {
  const startBackup = openBackups(context)
  const admit = (principal: Principal) => requireOperator(context, principal)
  serve(http, endpoints.get, async ({ principal }) => {
    await admit(principal)
    return { data: await getServerState(context, subscribers()), error: null }
  })
  serve(http, endpoints.storage, async ({ principal }) => {
    await admit(principal)
    return { data: await getServerStorage(context), error: null }
  })
  serve(http, endpoints.failedJobs, async ({ principal, query }) => {
    await admit(principal)
    return { data: await listFailedJobs(context, query.name), error: null }
  })
  serve(http, endpoints.retryJobs, async ({ principal, body }) => {
    await admit(principal)
    return { data: { count: await retryJobs(context, body.ids) }, error: null }
  })
  serve(http, endpoints.discardJobs, async ({ principal, body }) => {
    await admit(principal)
    return { data: { count: await discardJobs(context, body.ids) }, error: null }
  })
  serve(http, endpoints.backup, async ({ principal, reply }) => {
    await admit(principal)
    const { content, fileName } = startBackup()
    return reply
      .header('content-type', 'application/gzip')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'no-store')
      .send(content)
  })
}

/** What is of the whole server is nobody else's: it counts and holds what other workspaces own. */
async function requireOperator(context: Context, principal: Principal): Promise<void> {
  if (await mayOperate(context, principal)) return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'This is for owners of the workspace that the server was set up with.',
    { required: 'owner of the server' },
  )
}
