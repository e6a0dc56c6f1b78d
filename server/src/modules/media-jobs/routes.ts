import { jobEndpoints as endpoints, voiceEndpoints } from '@parley/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { sendFile } from '../recordings/index.ts'
import {
  createContent,
  createCustomContent,
  createSpeech,
  createTranscription,
} from './create-jobs.ts'
import type { JobSource } from './job-source.ts'
import {
  type Asker,
  cancel,
  estimateContent,
  getContent,
  getJob,
  listHistory,
  remove,
  retry,
  searchJobs,
  waitForEnd,
} from './manage-jobs.ts'
import { playJobMedia } from './media-file.ts'

/** `sources`: jobs that other modules keep. */
export function mediaJobRoutes(
  http: FastifyInstance,
  context: Context,
  { sources = [] }: { readonly sources?: readonly JobSource[] } = {},
): void {
  const askerOf = (principal: Principal, request: FastifyRequest): Asker => ({
    principal,
    baseUrl: baseUrlOf(context, request),
  })
  const shown = async (asker: Asker, id: string) => {
    const job = await getJob(context, asker, { id, sources })
    return { ...ok(job), previewUrl: job.type === 'TTS' ? job.mediaUrl : null }
  }
  createRoutes(http, context, { askerOf, shown })
  historyRoutes(http, context, askerOf)

  serve(http, endpoints.get, ({ principal, query, request }) =>
    shown(askerOf(principal, request), query.jobId),
  )
  serve(http, endpoints.search, async ({ principal, query, body, request }) => {
    requireOwnProject(principal, query.projectId)
    return ok(await searchJobs(context, askerOf(principal, request), { search: body, sources }))
  })
  serve(http, endpoints.cancel, async ({ principal, params, request }) => {
    const asker = askerOf(principal, request)
    await cancel(context, asker, params.id)
    return shown(asker, params.id)
  })
  serve(http, endpoints.retry, async ({ principal, params, request }) => {
    const asker = askerOf(principal, request)
    await retry(context, asker, params.id)
    return shown(asker, params.id)
  })
  serve(http, endpoints.delete, async ({ principal, params }) => {
    await remove(context, principal, params.id)
    return ok({ id: params.id, deleted: true as const })
  })
  serve(http, endpoints.media, async ({ query, request, reply }) => {
    const { range } = request.headers
    return sendFile(await playJobMedia(context, { token: query.token, range }), request, reply)
  })
}

type Showing = {
  readonly askerOf: (principal: Principal, request: FastifyRequest) => Asker
  readonly shown: (asker: Asker, id: string) => Promise<z.input<(typeof endpoints)['get']['reply']>>
}

function createRoutes(http: FastifyInstance, context: Context, { askerOf, shown }: Showing): void {
  for (const endpoint of [endpoints.transcribe, endpoints.create] as const) {
    serve(http, endpoint, async ({ principal, body, request }) => {
      const jobId = await createTranscription(context, principal, body)
      if (body.processingType === 'sync') {
        await waitForEnd(context, askerOf(principal, request), jobId)
      }
      return ok({ jobId })
    })
  }
  serve(http, endpoints.speak, async ({ principal, body, request }) =>
    shown(askerOf(principal, request), await createSpeech(context, principal, body)),
  )
  serve(http, endpoints.write, async ({ principal, query, body, request }) => {
    const wish = { sourceId: query.jobId, wanted: body }
    return shown(askerOf(principal, request), await createContent(context, principal, wish))
  })
  serve(http, endpoints.writeCustom, async ({ principal, query, body, request }) => {
    const wish = { sourceId: query.jobId, wanted: body }
    return shown(askerOf(principal, request), await createCustomContent(context, principal, wish))
  })
  serve(http, endpoints.content, async ({ principal, query, request }) =>
    ok(await getContent(context, askerOf(principal, request), query.jobId)),
  )
  serve(http, endpoints.estimate, async ({ principal, query }) => {
    const { jobId: sourceId, aiParts } = query
    return ok(await estimateContent(context, principal, { sourceId, aiParts }))
  })
}

/** Texts that were said, under the path of voices: the same jobs. */
function historyRoutes(
  http: FastifyInstance,
  context: Context,
  askerOf: Showing['askerOf'],
): void {
  serve(http, voiceEndpoints.history, async ({ principal, query, request }) =>
    ok(await listHistory(context, askerOf(principal, request), query)),
  )
  serve(http, voiceEndpoints.say, async ({ principal, body, request }) => {
    const id = await createSpeech(context, principal, body)
    return ok(await getJob(context, askerOf(principal, request), { id }))
  })
}

function requireOwnProject({ workspaceId }: Principal, projectId: string | undefined): void {
  if (projectId === undefined || projectId === workspaceId) return
  throw new AppError('PROJECT_NOT_FOUND', 'There is no such project.')
}

/** Where links in the answer lead: the address that people use, else the one that was asked. */
export function baseUrlOf({ config }: Context, { protocol, host }: FastifyRequest): string {
  return (config.publicUrl ?? `${protocol}://${host}`).replace(/\/+$/, '')
}
