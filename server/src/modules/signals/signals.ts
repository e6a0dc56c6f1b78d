import type { ListSignals, Pagination } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import {
  countSignals,
  decideSignal,
  estimateSignals,
  selectSignal,
  selectSignals,
} from './signal-queries.ts'
import { tellDecision } from './tell-decision.ts'

/** Matching rows are counted one by one up to here. */
const exactCountLimit = 10_000

export async function listSignals(
  context: Context,
  principal: Principal,
  query: ListSignals,
): Promise<RawJson> {
  const { limit, cursor } = query
  const [found, counted] = await Promise.all([
    selectSignals(context.db, principal, query),
    count(context, principal, query),
  ])
  const rows = found.slice(0, limit)
  const hasMore = found.length > limit
  const offset = cursor ? 0 : query.offset
  const { total, isEstimate } = counted
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore,
    page: Math.floor(offset / limit) + 1,
    totalPages: total === null ? null : Math.ceil(total / limit),
    ...(isEstimate && { totalIsEstimate: true }),
    nextCursor: hasMore ? (rows.at(-1)?.id ?? null) : null,
  }
  const data = rows.map(({ json }) => json).join(',')
  return new RawJson(
    `{"data":[${data}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

async function count(
  { db }: Context,
  principal: Principal,
  query: ListSignals,
): Promise<{ total: number | null; isEstimate: boolean }> {
  if (query.count === 'none') return { total: null, isEstimate: false }
  if (query.count === 'exact') {
    return { total: await countSignals(db, principal, query, null), isEstimate: false }
  }
  if (query.count === undefined) {
    const total = await countSignals(db, principal, query, exactCountLimit + 1)
    if (total <= exactCountLimit) return { total, isEstimate: false }
  }
  return { total: await estimateSignals(db, principal, query), isEstimate: true }
}

type Decision = 'confirmed' | 'dismissed'

/** Notes what somebody says of a signal, and announces it when it is another word than before. */
export async function decide(
  context: Context,
  principal: Principal,
  { id, status }: { readonly id: string; readonly status: Decision },
): Promise<RawJson> {
  const { workspaceId, userId } = principal
  const json = await context.db.transaction(async (tx) => {
    if ((await selectSignal(tx, principal, id)) === undefined) throw notFound()
    const decision = { status, by: userId, at: context.now() }
    if (await decideSignal(tx, workspaceId, id, decision)) {
      await tellDecision(tx, context, { workspaceId, userId, id, status })
    }
    return selectSignal(tx, principal, id)
  })
  context.wakeRelay()
  if (json === undefined) throw notFound()
  return new RawJson(`{"data":${json},"error":null}`)
}

const notFound = () => new AppError('SIGNAL_NOT_FOUND', 'There is no such signal.')
