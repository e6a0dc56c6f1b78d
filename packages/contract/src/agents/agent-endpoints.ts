import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, queryText, shownId } from '../fields.ts'
import { pageOf, resultOf, VoicePageQuery } from '../voice-api/index.ts'
import { AgentChanges, FlatAgentChanges, NewAgent, NewFlatAgent } from './agent-body.ts'
import { FlatVoiceAgent, VoiceAgent } from './agent-replies.ts'
import { agentLimits, agentTypes } from './definition.ts'
import { looseText } from './field-kinds.ts'

const common = {
  tag: 'Voice agents',
  access: 'key',
  resource: 'agents',
  envelope: 'voice',
  pace: 'standard',
} as const
const params = z.object({ voiceAgentId: id })
const v1 = '/v1/voice-agents'
const v2 = '/v2/voice-agents'
const whoMayChange = 'For managers, admins and owners.'
const styles =
  'Bodies may be nested, flat as those of v1, or short (`name, preamble, greeting, language, voiceId`).'
const merging =
  'Only what is sent changes: objects are merged, lists replaced whole, and null puts a default back. `outcomeResponseShape` is replaced whole. Each change that changes something is a version.'

const one = queryText.pipe(z.string().max(200))
/** `a,b`, or the parameter given several times. */
const several = z
  .union([one, z.array(one).max(20, 'must be given at most 20 times.')])
  .transform((given) => [given].flat().flatMap((part) => part.split(',').map((one) => one.trim())))
  .transform((given) => given.filter((part) => part !== ''))

export const AgentListQuery = VoicePageQuery.extend({
  sortField: z
    .enum(['createdAt', 'updatedAt', 'name'], 'must be createdAt, updatedAt or name.')
    .default('createdAt'),
  sortOrder: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      z.enum(['asc', 'desc'], 'must be asc or desc.'),
    )
    .optional()
    .describe('Default asc, as Hamsa has it.'),
  language: several.optional().describe('Codes such as en; several with commas, or repeated.'),
  type: several
    .refine(
      (given) => given.every((type) => agentTypes.some((known) => known === type)),
      'must be "Single Prompt" or "Flow Agent".',
    )
    .optional(),
  'language[]': several.optional().describe('The same as language.'),
  'type[]': several.optional().describe('The same as type.'),
  projectId: queryText.optional().describe('Of other clients; the key says the workspace.'),
})
export type AgentListQuery = z.infer<typeof AgentListQuery>

const DeletedAgent = z.object({ id: shownId, deleted: z.literal(true) })

export const agentEndpoints = {
  list: endpoint({
    ...common,
    id: 'listVoiceAgents',
    method: 'GET',
    path: v2,
    summary: 'List voice agents',
    scope: 'read',
    query: AgentListQuery,
    reply: pageOf('voiceAgents', VoiceAgent),
  }),
  create: endpoint({
    ...common,
    id: 'createVoiceAgent',
    method: 'POST',
    path: v2,
    summary: 'Create a voice agent',
    description: `${whoMayChange} ${styles}`,
    scope: 'write',
    body: NewAgent,
    bodyAliases: { agentName: 'name' },
    reply: resultOf(VoiceAgent),
    errors: ['INVALID_WORKFLOW', 'CONFLICT'],
  }),
  get: endpoint({
    ...common,
    id: 'getVoiceAgent',
    method: 'GET',
    path: `${v2}/:voiceAgentId`,
    summary: 'Get a voice agent',
    scope: 'read',
    params,
    reply: resultOf(VoiceAgent),
    errors: ['AGENT_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateVoiceAgent',
    method: 'PATCH',
    path: `${v2}/:voiceAgentId`,
    summary: 'Change a voice agent',
    description: `${whoMayChange} ${merging}`,
    scope: 'write',
    params,
    body: AgentChanges,
    bodyAliases: { agentName: 'name' },
    reply: resultOf(VoiceAgent),
    errors: ['AGENT_NOT_FOUND', 'INVALID_WORKFLOW', 'CONFLICT'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteVoiceAgent',
    method: 'DELETE',
    path: `${v2}/:voiceAgentId`,
    summary: 'Delete a voice agent',
    description: `${whoMayChange} Its calls stay, with the versions they were held with.`,
    scope: 'delete',
    params,
    reply: resultOf(DeletedAgent),
    errors: ['AGENT_NOT_FOUND'],
  }),
  clone: endpoint({
    ...common,
    id: 'cloneVoiceAgent',
    method: 'POST',
    path: `${v1}/clone`,
    summary: 'Copy a voice agent',
    description: `${whoMayChange} The copy is the newest version under another name, without its phone number.`,
    scope: 'write',
    query: z.object({ voiceAgentId: id }),
    body: z
      .object({ agentName: looseText(agentLimits.name).min(1, 'must not be empty.') })
      .meta({ id: 'VoiceAgentClone' }),
    bodyAliases: { name: 'agentName' },
    reply: resultOf(FlatVoiceAgent),
    errors: ['AGENT_NOT_FOUND', 'CONFLICT'],
  }),
} as const

/** The older half, which its clients still use. */
export const flatAgentEndpoints = {
  list: endpoint({
    ...common,
    id: 'listFlatVoiceAgents',
    method: 'GET',
    path: v1,
    summary: 'List voice agents, as v1 shows them',
    scope: 'read',
    query: AgentListQuery,
    reply: pageOf('voiceAgents', FlatVoiceAgent),
  }),
  create: endpoint({
    ...common,
    id: 'createFlatVoiceAgent',
    method: 'POST',
    path: v1,
    summary: 'Create a voice agent from a flat body',
    description: `${whoMayChange} Only agentName is required. ${styles} Without lang it speaks Arabic (ar), as v1 always did.`,
    scope: 'write',
    body: NewFlatAgent,
    bodyAliases: { name: 'agentName' },
    reply: resultOf(FlatVoiceAgent),
    errors: ['INVALID_WORKFLOW', 'CONFLICT'],
  }),
  get: endpoint({
    ...common,
    id: 'getFlatVoiceAgent',
    method: 'GET',
    path: `${v1}/:voiceAgentId`,
    summary: 'Get a voice agent, as v1 shows it',
    scope: 'read',
    params,
    reply: resultOf(FlatVoiceAgent),
    errors: ['AGENT_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateFlatVoiceAgent',
    method: 'PATCH',
    path: `${v1}/:voiceAgentId`,
    summary: 'Change a voice agent by a flat body',
    description: `${whoMayChange} ${merging}`,
    scope: 'write',
    params,
    body: FlatAgentChanges,
    bodyAliases: { name: 'agentName' },
    reply: resultOf(FlatVoiceAgent),
    errors: ['AGENT_NOT_FOUND', 'INVALID_WORKFLOW', 'CONFLICT'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteFlatVoiceAgent',
    method: 'DELETE',
    path: `${v1}/:voiceAgentId`,
    summary: 'Delete a voice agent by its address of v1',
    description: whoMayChange,
    scope: 'delete',
    params,
    reply: resultOf(DeletedAgent),
    errors: ['AGENT_NOT_FOUND'],
  }),
} as const
