import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import type { SecretWishes } from './body-rules.ts'

/** What an agent has that nobody is shown. */
export type AgentSecrets = {
  /** Of the model's service. */
  readonly llmApiKey?: string
  /** Second half of the header that its webhook is sent with. */
  readonly webhookSecret?: string
}

/** Sealed for the agent, not for a version: rolling back takes them along as they are. */
const placeOf = (agentId: string) => `agent:${agentId}`

export function openSecrets(
  { config }: Context,
  agentId: string,
  sealed: string | null,
): AgentSecrets {
  if (sealed === null) return {}
  return JSON.parse(unseal(config.encryptionKey, placeOf(agentId), sealed)) as AgentSecrets
}

export function sealSecrets(
  { config }: Context,
  agentId: string,
  secrets: AgentSecrets,
): string | null {
  if (Object.keys(secrets).length === 0) return null
  return seal(config.encryptionKey, placeOf(agentId), JSON.stringify(secrets))
}

/** Which there are; an agent whose secrets cannot be opened any more must be seen to be repaired. */
export function secretsOrNone(
  context: Context,
  agentId: string,
  sealed: string | null,
): AgentSecrets {
  try {
    return openSecrets(context, agentId, sealed)
  } catch (error) {
    context.log.warn({ err: error, agentId }, 'secrets of a voice agent cannot be decrypted')
    return {}
  }
}

/** Null removes, absent keeps. */
export function secretsAfter(former: AgentSecrets, wishes: SecretWishes): AgentSecrets {
  const after: Record<string, string | null> = { ...former, ...wishes }
  return Object.fromEntries(
    Object.entries(after).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}
