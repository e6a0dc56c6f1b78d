import type { ApiKeyUsage, ApiRequest, ListApiRequests } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import { getApiKey } from './api-keys.ts'
import { firstIdAt, statusRange } from './rules.ts'
import { stateOf } from './state.ts'
import { selectRequests, selectUsage, type UsageRow } from './usage-queries.ts'

const usualDays = 7
const dayMs = 86_400_000
/** Above all UUIDs of version 7. */
const afterAllIds = 'ffffffff-ffff-7fff-bfff-ffffffffffff'

export async function getApiKeyUsage(
  context: Context,
  principal: Principal,
  asked: { id: string; from: string | undefined; to: string | undefined },
): Promise<ApiKeyUsage> {
  const toMs = asked.to ? Date.parse(asked.to) : context.now().getTime()
  const fromMs = asked.from ? Date.parse(asked.from) : toMs - usualDays * dayMs
  if (fromMs >= toMs) throw invalid('from', "'from' must lie before 'to'.")
  const key = await getApiKey(context, principal, asked.id)
  await stateOf(context).requestLog.flush()
  // Without an end, what happened this millisecond counts too.
  const range = { from: firstIdAt(fromMs), to: asked.to ? firstIdAt(toMs) : afterAllIds }
  const owned = { workspaceId: principal.workspaceId, id: key.id }
  const rows = await selectUsage(context.db, owned, range)
  return {
    key_id: key.id,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...countsOf(rows.find(({ kind }) => kind === 'all')),
    last_used_at: key.last_used_at,
    by_endpoint: rows
      .filter(({ kind }) => kind === 'endpoint')
      .map((row) => ({ method: row.method ?? '', route: row.route ?? '', ...countsOf(row) })),
    by_day: rows
      .filter(({ kind }) => kind === 'day')
      .map((row) => ({ day: row.day ?? '', ...countsOf(row) })),
  }
}

function countsOf(row: UsageRow | undefined) {
  const { requests = 0, errors = 0, p95_ms = null } = row ?? {}
  return { requests, errors, p95_ms }
}

/** Newest first; `nextCursor` is the id to go on below. */
export async function listApiRequests(
  context: Context,
  { workspaceId }: Principal,
  query: ListApiRequests,
): Promise<{ requests: ApiRequest[]; nextCursor: string | null }> {
  await stateOf(context).requestLog.flush()
  const until = query.until ? firstIdAt(Date.parse(query.until)) : afterAllIds
  const { cursor = until, limit } = query
  const { min: minStatus, max: maxStatus } = statusRange(query.status)
  const filter = {
    workspaceId,
    keyId: query.key_id ?? null,
    fromId: firstIdAt(query.since ? Date.parse(query.since) : 0),
    toId: cursor < until ? cursor : until,
    method: query.method ?? null,
    route: query.route ?? null,
    minStatus,
    maxStatus,
  }
  const rows = await selectRequests(context.db, filter, limit + 1)
  const requests = rows.slice(0, limit)
  return { requests, nextCursor: rows.length > limit ? (requests.at(-1)?.id ?? null) : null }
}
