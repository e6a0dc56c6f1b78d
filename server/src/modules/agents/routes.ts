import {
  agentEndpoints as nested,
  agentFlowEndpoints as flows,
  agentVersionEndpoints as versions,
  flatAgentEndpoints as flat,
} from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { checkFlow } from '../flows/index.ts'
import {
  cloneAgent,
  createAgent,
  deleteAgent,
  getAgent,
  listAgents,
  shownAgent,
  shownFlatAgent,
  updateAgent,
} from './agents.ts'
import { exportAgent, importAgent, importFlow } from './files.ts'
import { previewAgent } from './preview.ts'
import { toFlatVoiceAgent, toVoiceAgent } from './reply-rules.ts'
import type { Caller } from './rights.ts'
import type { AgentServices } from './services.ts'
import {
  diffVersions,
  followSaves,
  getVersion,
  listEnvironments,
  listVersions,
  publishVersion,
  rollBack,
} from './versions.ts'
import { rotateWebhookSecret } from './webhook-address.ts'

const created = {
  message: 'Voice agent created successfully',
  messageKey: 'VoiceAgentCreatedSuccessfully',
}
const updated = {
  message: 'Voice agent updated successfully',
  messageKey: 'VoiceAgentUpdatedSuccessfully',
}
const deleted = {
  message: 'Voice agent deleted successfully',
  messageKey: 'VoiceAgentDeletedSuccessfully',
}

/** Clients of v1 were made for Arabic; those of v2 say a language. */
const flatLanguage = { language: 'ar' }
const nestedLanguage = { language: 'en' }

type CallerOf = (principal: Principal) => Caller

export function agentRoutes(
  http: FastifyInstance,
  context: Context,
  services: AgentServices,
): void {
  const callerOf: CallerOf = (principal) => ({ context, principal, services })
  nestedRoutes(http, callerOf)
  flatRoutes(http, callerOf)
  versionRoutes(http, callerOf)
  flowRoutes(http, callerOf)
}

function nestedRoutes(http: FastifyInstance, callerOf: CallerOf): void {
  serve(http, nested.list, async ({ principal, query }) => {
    const { agents, ...counts } = await listAgents(callerOf(principal), query)
    const shown = agents.map((agent) => toVoiceAgent(agent, [], { workflow: false }))
    return ok({ ...counts, voiceAgents: shown })
  })
  serve(http, nested.create, async ({ principal, body }) => {
    const caller = callerOf(principal)
    return ok(await shownAgent(caller, await createAgent(caller, body, nestedLanguage)), created)
  })
  serve(http, nested.get, async ({ principal, params }) => {
    const caller = callerOf(principal)
    return ok(await shownAgent(caller, await getAgent(caller, params.voiceAgentId)))
  })
  serve(http, nested.update, async ({ principal, params, body }) => {
    const caller = callerOf(principal)
    return ok(
      await shownAgent(caller, await updateAgent(caller, params.voiceAgentId, body)),
      updated,
    )
  })
  serve(http, nested.delete, async ({ principal, params }) =>
    ok(await deleteAgent(callerOf(principal), params.voiceAgentId), deleted),
  )
  serve(http, nested.clone, async ({ principal, query, body }) => {
    const wanted = { id: query.voiceAgentId, name: body.agentName }
    const message = { ...created, message: 'Voice agent cloned successfully' }
    const caller = callerOf(principal)
    return ok(await shownFlatAgent(caller, await cloneAgent(caller, wanted)), message)
  })
}

function flatRoutes(http: FastifyInstance, callerOf: CallerOf): void {
  serve(http, flat.list, async ({ principal, query }) => {
    const { agents, ...counts } = await listAgents(callerOf(principal), query)
    return ok({ ...counts, voiceAgents: agents.map(toFlatVoiceAgent) })
  })
  serve(http, flat.create, async ({ principal, body: { agentName: name, ...body } }) => {
    const caller = callerOf(principal)
    const agent = await createAgent(caller, { ...body, name }, flatLanguage)
    return ok(await shownFlatAgent(caller, agent), created)
  })
  serve(http, flat.get, async ({ principal, params }) => {
    const caller = callerOf(principal)
    return ok(await shownFlatAgent(caller, await getAgent(caller, params.voiceAgentId)))
  })
  serve(http, flat.update, async ({ principal, params, body: { agentName: name, ...body } }) => {
    const caller = callerOf(principal)
    const agent = await updateAgent(caller, params.voiceAgentId, { ...body, name })
    return ok(await shownFlatAgent(caller, agent), updated)
  })
  serve(http, flat.delete, async ({ principal, params }) =>
    ok(await deleteAgent(callerOf(principal), params.voiceAgentId), deleted),
  )
}

function versionRoutes(http: FastifyInstance, callerOf: CallerOf): void {
  serve(http, versions.list, async ({ principal, params, query }) =>
    ok(await listVersions(callerOf(principal), { id: params.voiceAgentId, ...query })),
  )
  serve(http, versions.diff, async ({ principal, params, query }) =>
    ok(await diffVersions(callerOf(principal), { id: params.voiceAgentId, ...query })),
  )
  serve(http, versions.get, async ({ principal, params: { voiceAgentId: id, version } }) =>
    ok(await getVersion(callerOf(principal), { id, version })),
  )
  serve(http, versions.publish, async ({ principal, params: { voiceAgentId: id, version } }) =>
    ok(await publishVersion(callerOf(principal), { id, version })),
  )
  serve(http, versions.rollBack, async ({ principal, params, body }) => {
    const caller = callerOf(principal)
    const { voiceAgentId: id, version } = params
    return ok(await shownAgent(caller, await rollBack(caller, { id, version, ...body })), updated)
  })
  serve(http, versions.environments, async ({ principal, params }) =>
    ok(await listEnvironments(callerOf(principal), params.voiceAgentId)),
  )
  serve(http, versions.unpublish, async ({ principal, params }) =>
    ok(await followSaves(callerOf(principal), params.voiceAgentId)),
  )
}

function flowRoutes(http: FastifyInstance, callerOf: CallerOf): void {
  serve(http, flows.check, async ({ body }) => ok(checkFlow(body.workflow)))
  serve(http, flows.preview, async ({ principal, params, body }) =>
    ok(await previewAgent(callerOf(principal), params.voiceAgentId, body)),
  )
  serve(http, flows.export, async ({ principal, params }) =>
    ok(await exportAgent(callerOf(principal), params.voiceAgentId)),
  )
  serve(http, flows.import, async ({ principal, body }) => {
    const caller = callerOf(principal)
    return ok(await shownAgent(caller, await importAgent(caller, body)), created)
  })
  serve(http, flows.importFlow, async ({ principal, params, body }) => {
    const caller = callerOf(principal)
    return ok(
      await shownAgent(caller, await importFlow(caller, params.voiceAgentId, body)),
      updated,
    )
  })
  serve(http, flows.rotateSecret, async ({ principal, params }) =>
    ok({ secret: await rotateWebhookSecret(callerOf(principal), params.voiceAgentId) }),
  )
}
