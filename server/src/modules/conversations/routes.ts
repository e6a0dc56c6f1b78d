import { transcriptEndpoints as endpoints, transcriptFiles } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { editTranscript } from './edit-transcript.ts'
import {
  getTranscript,
  listEdits,
  searchTranscripts,
  writeTranscriptFile,
} from './read-transcript.ts'

const inEnvelope = (json: string) => new RawJson(`{"data":${json},"error":null}`)

export function transcriptRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.search, ({ principal, query }) =>
    searchTranscripts(context, principal, query),
  )
  serve(http, endpoints.get, async ({ principal, params, query, reply }) => {
    const { format } = query
    if (format === 'segments') return inEnvelope(await getTranscript(context, principal, params.id))
    const text = await writeTranscriptFile(context, principal, { id: params.id, format })
    return reply.header('content-type', `${transcriptFiles[format]}; charset=utf-8`).send(text)
  })
  serve(http, endpoints.update, async ({ principal, params, body }) =>
    inEnvelope(await editTranscript(context, principal, { id: params.id, changes: body })),
  )
  serve(http, endpoints.history, ({ principal, params, query }) =>
    listEdits(context, principal, params.id, query),
  )
}
