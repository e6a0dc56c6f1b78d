import type { AgentDefinition } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { definitionOf } from './open-agent.ts'
import { type AgentRow, findAsOf, findLive, findNewest } from './queries.ts'
import { agentNotFound } from './rights.ts'
import { openSecrets } from './secrets.ts'

type FoundAgent = {
  readonly agent: {
    readonly id: string
    readonly name: string
    /** The webhook its calls are told to; undefined where it has none. */
    readonly webhookEndpointId: string | undefined
  }
  readonly version: { readonly id: string; readonly number: number }
  readonly definition: AgentDefinition
  /** Of the model's service, where the agent has one of its own. Opened when it is asked for. */
  readonly llmApiKey: () => string | undefined
}

type Wanted = {
  readonly workspaceId: string
  readonly agentId: string
  /** `live` unless said. */
  readonly environment?: string | null | undefined
  /** A version by its number or id, whatever is live. */
  readonly version?: string | number | null | undefined
}

/** An agent as calls need it: what is live, unless something else is asked for. Throws when there is none. */
export async function findAgent(
  context: Context,
  wanted: Wanted,
  db: Pick<Executor, 'run'> = context.db,
): Promise<FoundAgent> {
  const row = await rowOf(db, wanted)
  if (!row) throw agentNotFound(wanted.agentId)
  const definition = definitionOf(row)
  return {
    agent: {
      id: row.id,
      name: definition.name,
      webhookEndpointId: row.webhook_endpoint_id ?? undefined,
    },
    version: { id: row.version_id, number: row.number },
    definition,
    llmApiKey: () => openSecrets(context, row.id, row.secrets).llmApiKey,
  }
}

async function rowOf(
  db: Pick<Executor, 'run'>,
  { workspaceId, agentId, environment, version }: Wanted,
): Promise<AgentRow | undefined> {
  if (version !== undefined && version !== null) {
    return requireVersion(db, workspaceId, { id: agentId, version: String(version) })
  }
  switch (environment ?? 'live') {
    case 'live':
      return findLive(db, workspaceId, agentId)
    case 'draft':
      return findNewest(db, workspaceId, agentId)
    default:
      throw new AppError(
        'ENVIRONMENT_NOT_DEPLOYED',
        `The voice agent has no environment ${environment}: there are draft and live.`,
        { environment, voiceAgentId: agentId },
      )
  }
}

/** A version of an agent; tells apart whether the agent or the version is missing. */
export async function requireVersion(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  { id, version }: { readonly id: string; readonly version: string },
): Promise<AgentRow> {
  const isReference = /^[1-9]\d{0,8}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(version)
  const row = isReference ? await findAsOf(db, workspaceId, { id, version }) : undefined
  if (row) return row
  if (!(await findNewest(db, workspaceId, id))) throw agentNotFound(id)
  throw new AppError('AGENT_VERSION_NOT_FOUND', `The voice agent has no version ${version}.`)
}
