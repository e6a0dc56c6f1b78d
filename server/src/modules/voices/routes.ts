import { dictionaryEndpoints, voiceEndpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import {
  changeDictionary,
  createDictionary,
  getDictionary,
  listDictionaries,
  removeDictionary,
} from './dictionaries.ts'
import { createVoice, listVoices, preloadVoice, removeVoice } from './voices.ts'

export function voiceRoutes(http: FastifyInstance, context: Context): void {
  serve(http, voiceEndpoints.list, async ({ principal, query }) =>
    ok(await listVoices(context, principal, query)),
  )
  serve(http, voiceEndpoints.create, async ({ principal, body }) =>
    ok(await createVoice(context, principal, body), {
      message: 'Voice created successfully',
      messageKey: 'VoiceCreatedSuccessfully',
    }),
  )
  serve(http, voiceEndpoints.delete, async ({ principal, params }) => {
    await removeVoice(context, principal.workspaceId, params.id)
    return ok({ id: params.id, deleted: true as const })
  })
  serve(http, voiceEndpoints.preload, async ({ principal, body }) => {
    await preloadVoice(context, principal, body.voiceId)
    return ok([], { message: 'Custom voice have been preloaded successfully' })
  })
  dictionaryRoutes(http, context)
}

function dictionaryRoutes(http: FastifyInstance, context: Context): void {
  const endpoints = dictionaryEndpoints
  serve(http, endpoints.create, async ({ principal, body }) =>
    ok(await createDictionary(context, principal.workspaceId, body), {
      message: 'Voice dictionary created successfully',
      messageKey: 'VoiceDictionaryCreatedSuccessfully',
    }),
  )
  serve(http, endpoints.list, async ({ principal, query }) =>
    ok(await listDictionaries(context, principal.workspaceId, query)),
  )
  serve(http, endpoints.get, async ({ principal, params }) =>
    ok(await getDictionary(context, principal.workspaceId, params.id)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) => {
    const change = { id: params.id, changes: body }
    return ok(await changeDictionary(context, principal.workspaceId, change), {
      message: 'Voice dictionary updated successfully',
      messageKey: 'VoiceDictionaryUpdatedSuccessfully',
    })
  })
  serve(http, endpoints.delete, async ({ principal, params }) => {
    await removeDictionary(context, principal.workspaceId, params.id)
    return ok({ id: params.id, deleted: true as const })
  })
}
