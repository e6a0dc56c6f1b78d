import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** An endpoint as the sender needs it; secrets are encrypted still. */
export type EndpointRow = {
  readonly workspaceId: string
  readonly id: string
  readonly kind: 'workspace' | 'agent'
  readonly url: string
  readonly description: string | null
  readonly secret: string
  readonly previousSecret: string | null
  readonly previousSecretUntil: string | null
  readonly isActive: boolean
  readonly isPaused: boolean
  readonly schedule: readonly number[]
  readonly maxAgeS: number
  readonly headers: string | null
  readonly rateLimit: number | null
  readonly maxConcurrency: number
  readonly fifo: boolean
  /** Changes whenever the endpoint does. */
  readonly version: string
}

const columns = `workspace_id as "workspaceId", id, kind, url, description, secret,
  previous_secret as "previousSecret", iso(previous_secret_until) as "previousSecretUntil",
  is_active as "isActive", paused_at is not null as "isPaused", retry_schedule as schedule,
  max_age as "maxAgeS", headers, rate_limit as "rateLimit", max_concurrency as "maxConcurrency",
  fifo, e.xmin::text as version`

const manyStatement = statement(
  'list_webhook_endpoints_to_send',
  `select ${columns} from webhook_endpoint e
   join unnest($1::uuid[], $2::uuid[]) as g(ws, endpoint) on e.workspace_id = g.ws and e.id = g.endpoint`,
)

type Key = { readonly workspaceId: string; readonly endpointId: string }

export function selectEndpoints(tx: Executor, keys: readonly Key[]): Promise<EndpointRow[]> {
  return tx.run<EndpointRow>(manyStatement, [
    keys.map(({ workspaceId }) => workspaceId),
    keys.map(({ endpointId }) => endpointId),
  ])
}

const disableStatement = statement(
  'disable_webhook_endpoint',
  `update webhook_endpoint set is_active = false, disabled_reason = $3, disabled_at = now(),
     updated_at = now()
   where workspace_id = $1 and id = $2 and is_active returning 1`,
)

/** Answers whether it was on. */
export async function disableEndpoint(
  tx: Executor,
  { workspaceId, endpointId }: Key,
  reason: 'failing' | 'gone',
): Promise<boolean> {
  return (await tx.run(disableStatement, [workspaceId, endpointId, reason])).length > 0
}
