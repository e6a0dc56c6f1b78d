import { knowledgeEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { requireAgent, toggleItem } from './activation.ts'
import { changeItem, deleteItem, getItem, listItems, refreshItem } from './items.ts'
import { getUsage } from './quota.ts'
import { searchKnowledge } from './search.ts'
import { uploadRoutes } from './upload-routes.ts'
import { addUrl, removeUrl } from './urls.ts'

/** Who tries a search out has more patience than who is on the phone. */
const searchPatienceMs = 5_000

const done = (message: string, messageKey: string) => ({ message, messageKey })

export async function knowledgeRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await uploadRoutes(http, context)
  itemRoutes(http, context)
  urlRoutes(http, context)
  agentRoutes(http, context)
}

function itemRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.list, async ({ principal, query }) =>
    ok(await listItems(context, principal, query)),
  )
  serve(http, endpoints.usage, async ({ principal }) =>
    ok(await getUsage(context, principal.workspaceId)),
  )
  serve(http, endpoints.get, async ({ principal, params }) =>
    ok(await getItem(context, principal, params.id)),
  )
  serve(http, endpoints.update, async ({ principal, params, body }) => {
    const item = await changeItem(context, principal, { id: params.id, changes: body })
    return ok(item, done('The item was changed.', 'ItemUpdatedSuccessfully'))
  })
  serve(http, endpoints.delete, async ({ principal, params }) => {
    await deleteItem(context, principal, params.id)
    const data = { id: params.id, deleted: true as const }
    return ok(data, done('The item was deleted.', 'ItemDeletedSuccessfully'))
  })
  serve(http, endpoints.refresh, async ({ principal, params, body }) => {
    const item = await refreshItem(context, principal, { id: params.id, url: body.url })
    return ok(item, done('The item is processed again.', 'ItemRefreshStarted'))
  })
}

function urlRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.addUrl, async ({ principal, params, body }) => {
    const item = await addUrl(context, principal, { id: params.id, url: body.url })
    return ok(item, done('The address was added.', 'URL_ADDED_SUCCESSFULLY'))
  })
  serve(http, endpoints.removeUrl, async ({ principal, params, body }) => {
    const item = await removeUrl(context, principal, { id: params.id, url: body.url })
    return ok(item, done('The address was removed.', 'URL_DELETED_SUCCESSFULLY'))
  })
}

function agentRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.activate, async ({ principal, body }) => {
    const { voiceAgentId, knowledgeBaseItemId, isActive } = body
    const wanted = { agentId: voiceAgentId, itemId: knowledgeBaseItemId, isActive }
    await toggleItem(context, principal, wanted)
    const reply = isActive
      ? done('Item activated successfully!', 'ItemActivatedSuccessfully')
      : done('Item deactivated successfully!', 'ItemDeactivatedSuccessfully')
    return ok({ voiceAgentId, knowledgeBaseItemId, isActive }, reply)
  })
  serve(http, endpoints.search, async ({ principal, body }) => {
    const { workspaceId } = principal
    const { query, limit, voiceAgentId: agentId } = body
    if (agentId !== undefined) await requireAgent(context.db, workspaceId, agentId)
    const patienceMs = searchPatienceMs
    return ok(await searchKnowledge(context, { workspaceId, agentId, query, limit, patienceMs }))
  })
}
