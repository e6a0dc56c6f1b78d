import { AgentDefinition } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { AgentRow } from './queries.ts'
import type { Agent } from './reply-rules.ts'
import { secretsOrNone } from './secrets.ts'

/** The stored definition; fields that a later release added get their defaults. */
export function definitionOf({ definition }: Pick<AgentRow, 'definition'>): AgentDefinition {
  return AgentDefinition.parse(JSON.parse(definition))
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
