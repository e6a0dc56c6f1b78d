import { AgentDefinition } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { AgentRow } from './queries.ts'
import type { Agent } from './reply-rules.ts'
import { secretsOrNone } from './secrets.ts'

/**
 * The stored definition; fields that a later release added get their defaults. Flows are long, and were
 * checked when they were saved.
 */
export function definitionOf({ definition }: Pick<AgentRow, 'definition'>): AgentDefinition {
  const stored = JSON.parse(definition) as AgentDefinition
  const { workflow } = stored
  return { ...AgentDefinition.parse({ ...stored, workflow: null }), workflow }
}

/** A row as replies are made of it. */
export function agentOf(context: Context, workspaceId: string, row: AgentRow): Agent {
  const secrets = secretsOrNone(context, row.id, row.secrets)
  return {
    workspaceId,
    id: row.id,
    newest: row.newest,
    liveVersion: row.live_version,
    number: row.number,
    definition: definitionOf(row),
    hasLlmKey: secrets.llmApiKey !== undefined,
    hasWebhookSecret: secrets.webhookSecret !== undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
