import { createHash } from 'node:crypto'
import { payloadVersion, standardRetries } from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal } from '../../platform/crypto/seal.ts'
import { newWebhookSecret } from '../../platform/crypto/standard-webhooks.ts'
import type { Executor } from '../../platform/db/database.ts'
import { findAgentEndpoint, insertAgentEndpoint } from './agent-endpoint-queries.ts'
import { type Authorization, authorizationOf, isSendable } from './authorization-rules.ts'
import { headersPlace, secretPlace } from './endpoint.ts'

/** Each event of the workspace is compared with all of them. */
const maxAgentEndpoints = 1_000
const maxUrlLength = 2_000

/** What happens in a call, told to the address that came with it. */
const eventsOfCalls = [
  'call.started',
  'call.answered',
  'call.ended',
  'transcription.update',
  'tool.executed',
]

/**
 * The endpoint for an address that an agent, a campaign or a call brings along: one for each address
 * and proof. It is told of the calls that name it as their `webhook_id`, and of nothing else.
 * Undefined when the address is none, or the workspace has too many of them.
 */
export async function keepAgentEndpoint(
  tx: Executor,
  context: Context,
  wanted: {
    readonly workspaceId: string
    readonly url: string
    readonly auth?: Authorization | null | undefined
  },
): Promise<string | undefined> {
  const { workspaceId, url } = wanted
  if (!/^https?:/i.test(url) || !URL.canParse(url) || url.length > maxUrlLength) return undefined
  const header = authorizationOf(wanted.auth)
  const authorization = header !== undefined && isSendable(header) ? header : undefined
  const key = createHash('sha256')
    .update(`${url}\0${authorization ?? ''}`)
    .digest()
  const known = await findAgentEndpoint(tx, workspaceId, key)
  if (known !== undefined) return known
  const made = await insertAgentEndpoint(tx, {
    ...sealed(context, { secret: wanted.auth?.authSecret, authorization }),
    workspaceId,
    key,
    url,
    events: eventsOfCalls,
    schedule: standardRetries.schedule,
    maxAge: standardRetries.max_age,
    payloadVersion,
    atMost: maxAgentEndpoints,
  })
  return made ?? findAgentEndpoint(tx, workspaceId, key)
}

/** Bodies are signed with the secret that both sides know, where there is one. */
function sealed(
  { config, newId }: Context,
  known: {
    readonly secret: string | null | undefined
    readonly authorization: string | undefined
  },
) {
  const id = newId()
  const secret = known.secret?.trim() || newWebhookSecret()
  const headers =
    known.authorization === undefined
      ? null
      : JSON.stringify({ authorization: known.authorization })
  return {
    id,
    filters: JSON.stringify({ 'call.webhook_id': id }),
    secret: seal(config.encryptionKey, secretPlace(id), secret),
    headers: headers && seal(config.encryptionKey, headersPlace(id), headers),
  }
}
