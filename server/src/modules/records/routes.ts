import type { BatchReply } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { invalid } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { type Batch, runBatch } from './batch.ts'
import type { Declaration, Row } from './declaration.ts'
import { listDeleted } from './deleted.ts'
import { type ListQuery, listRecords } from './list.ts'
import type { Chosen } from './projection.ts'
import { createRecord, deleteRecord, getRecord, restoreRecord, updateRecord } from './records.ts'

/** Mounts the endpoints that every declared resource has. */
export function mountRecords(
  http: FastifyInstance,
  context: Context,
  declaration: Declaration,
): void {
  const { endpoints } = declaration.resource
  serve(http, endpoints.list, ({ principal, query, request }) => {
    refuseUnknownOperators(request, declaration)
    return listRecords({ context, principal }, declaration, query as ListQuery)
  })
  serve(http, endpoints.get, ({ principal, params, query }) =>
    getRecord({ context, principal }, declaration, { id: params.id, ...(query as Chosen) }),
  )
  serve(http, endpoints.create, ({ principal, body }) =>
    createRecord({ context, principal }, declaration, body as Row),
  )
  for (const change of [endpoints.update, endpoints.patch]) {
    serve(http, change, ({ principal, params, body }) =>
      updateRecord({ context, principal }, declaration, params.id, body as Row),
    )
  }
  serve(http, endpoints.delete, ({ principal, params }) =>
    deleteRecord({ context, principal }, declaration, params.id),
  )
  serve(http, endpoints.restore, ({ principal, params }) =>
    restoreRecord({ context, principal }, declaration, params.id),
  )
  serve(http, endpoints.deleted, ({ principal, query }) =>
    listDeleted({ context, principal }, declaration, query),
  )
  serve(http, endpoints.batch, async ({ principal, body }) => {
    const data = await runBatch({ context, principal }, declaration, body as Batch)
    const count = data.filter(({ status }) => status !== 'failed').length
    return { data, error: null, count } satisfies z.input<typeof BatchReply>
  })
}

/** A misspelt plain parameter is ignored as it always was; `field[operator]` must exist. */
function refuseUnknownOperators(request: FastifyRequest, { resource }: Declaration): void {
  for (const name of Object.keys(request.query as object)) {
    if (name.includes('[') && !Object.hasOwn(resource.query.shape, name)) {
      throw invalid(name.slice(0, 100), `There is no filter '${name.slice(0, 100)}' here`)
    }
  }
}
