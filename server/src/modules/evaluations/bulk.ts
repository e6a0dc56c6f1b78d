import {
  type BulkEvaluation,
  type BulkEvaluationRequest,
  maxBulkEvaluations,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { rowsOf } from './begin-evaluation.ts'
import {
  type BulkFilter,
  type BulkRow,
  findBulk,
  insertBulk,
  isMember,
  selectConversations,
  setBulkCanceled,
} from './bulk-queries.ts'
import { startWaiting } from './queue.ts'
import { requireLeader } from './settings.ts'
import { holdLine } from './work-queries.ts'

/** Adds an evaluation of every conversation that matches; they are made one after the other. */
export async function startBulk(
  context: Context,
  principal: Principal,
  wanted: BulkEvaluationRequest,
): Promise<{ id: string; total: number }> {
  requireLeader(principal, 'Many conversations are evaluated')
  const { workspaceId, userId: requestedBy } = principal
  const filter = await filterOf(context, principal, wanted)
  const chosen = await selectConversations(context.db, workspaceId, filter, maxBulkEvaluations + 1)
  if (chosen.length > maxBulkEvaluations) {
    throw new AppError(
      'CONFLICT',
      `More than ${maxBulkEvaluations} conversations match; ask for a shorter range at a time.`,
      { limit: maxBulkEvaluations },
    )
  }
  const rows = await rowsOf(context, workspaceId, chosen, wanted.scorecard_id)
  const id = context.newId()
  const total = await context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    const bulk = { workspaceId, id, filter, requestedBy, at: context.now(), rows }
    const added = await insertBulk(tx, bulk)
    await startWaiting(tx, workspaceId)
    return added
  })
  return { id, total }
}

async function filterOf(
  { db }: Context,
  { workspaceId, userId, seesAllRows }: Principal,
  wanted: BulkEvaluationRequest,
): Promise<BulkFilter> {
  const { from, to, owner_id: owner, kind } = wanted
  if (owner !== undefined && !(await isMember(db, workspaceId, owner))) {
    throw new AppError('MEMBER_NOT_FOUND', 'There is no such member.')
  }
  const filter = { from: from ?? null, to: to ?? null, kind: kind ?? null }
  if (seesAllRows) return { ...filter, ownerId: owner ?? null }
  if (owner !== undefined && owner !== userId) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      "Evaluating conversations of others needs the 'admin' scope.",
      { required: 'admin', field: 'owner_id' },
    )
  }
  return { ...filter, ownerId: userId }
}

export async function getBulk(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<BulkEvaluation> {
  return toBulk(await findBulk(db, principal, id))
}

export async function cancelBulk(
  context: Context,
  principal: Principal,
  id: string,
): Promise<BulkEvaluation> {
  const { workspaceId } = principal
  return context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    const { status } = toBulk(await findBulk(tx, principal, id))
    if (status === 'running') {
      await setBulkCanceled(tx, workspaceId, id, context.now())
      await startWaiting(tx, workspaceId)
    }
    return toBulk(await findBulk(tx, principal, id))
  })
}

function toBulk(row: BulkRow | undefined): BulkEvaluation {
  if (!row) {
    throw new AppError('EVALUATION_NOT_FOUND', 'There is no such bulk of evaluations.')
  }
  const left = row.pending + row.processing
  const progress = row.total === 0 ? 100 : Math.round((1 - left / row.total) * 1_000) / 10
  const ended = row.canceled_at === null ? ('completed' as const) : ('canceled' as const)
  return { ...row, status: left > 0 ? 'running' : ended, progress: Math.max(0, progress) }
}
