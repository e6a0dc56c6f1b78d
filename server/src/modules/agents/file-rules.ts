import type { AgentDefinition } from '@parley/contract'
import type { Json } from './body-rules.ts'

/** Ids that mean nothing in another workspace. */
const ownIds = ['tools', 'knowledgeBaseItemsIds', 'voiceDictionaryIds'] as const

/** What only replies have, and what is not to be taken over. */
const notTaken = [
  'id',
  'phoneNumber',
  'phoneNumbers',
  'version',
  'projectId',
  'webhookAuth',
  'createdAt',
  'updatedAt',
  'workflow',
]

/** The definition as a body of `POST /v2/voice-agents`, without secrets. */
export function bodyOf(definition: AgentDefinition): Json {
  const { webhookAuthKey: _key, googleCalendar: _calendar, ...body } = definition
  return body
}

/**
 * The body in a file: of an agent that was exported, of a reply of the API, or of a flow alone. `name` of
 * the request wins over that of the file.
 */
export function bodyInFile(file: Json, workspaceId: string): Json {
  const agent = agentIn(file)
  const isOurs = (file.projectId ?? agent.projectId) === workspaceId
  const body = Object.fromEntries(
    Object.entries(agent).filter(
      ([name]) => !notTaken.includes(name) && (isOurs || !ownIds.some((own) => own === name)),
    ),
  )
  const flow = flowIn(file)
  return {
    ...body,
    name: file.name ?? agent.name ?? agent.agentName,
    ...(flow && { workflow: flow }),
  }
}

/** Undefined where the file has none. */
export function flowIn(file: Json): Json | undefined {
  const agent = agentIn(file)
  if (Array.isArray(agent.nodes)) return agent
  return [agent.workflow, file.workflow].find(isJson)
}

/** Replies have the agent in `data`, exports in `agent`. */
function agentIn(file: Json): Json {
  return [file.agent, file.data].find(isJson) ?? file
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
