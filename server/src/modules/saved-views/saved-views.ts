import {
  type ListSavedViews,
  type NewSavedView,
  type SavedView,
  type SavedViewChanges,
  savedViewLimits,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import { mayDo, type Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import {
  countOwn,
  deleteView as deleteRow,
  findView,
  isNameTaken,
  lockViews,
  selectViews,
  type ViewFields,
  type ViewRow,
  writeView,
} from './view-queries.ts'
import { mayChange, mayKeep } from './view-rules.ts'

export async function listViews(
  { db }: Context,
  principal: Principal,
  { table, limit, offset }: ListSavedViews,
): Promise<{ views: SavedView[]; total: number }> {
  const { rows, total } = await selectViews(db, principal, { table, limit, offset })
  return { views: rows.map((row) => toldTo(principal, row)), total }
}

export async function createView(
  context: Context,
  principal: Principal,
  { table, name, query = '', visibility = 'private' }: NewSavedView,
): Promise<SavedView> {
  return writing(context, principal, async (tx) => {
    requireKept(principal, visibility)
    if ((await countOwn(tx, principal, table)) >= savedViewLimits.perTable) {
      const most = `A person keeps at most ${savedViewLimits.perTable} views of a table.`
      throw new AppError('CONFLICT', most)
    }
    return { id: context.newId(), table, name, query, visibility, owner_id: principal.userId }
  })
}

export async function changeView(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: SavedViewChanges },
): Promise<SavedView> {
  return writing(context, principal, async (tx) => {
    const former = await requireChangeable(tx, principal, id)
    const { visibility = former.visibility, name = former.name, query = former.query } = changes
    requireKept(principal, visibility)
    if (visibility === 'private' && former.owner_id !== principal.userId) {
      throw new AppError(
        'INSUFFICIENT_PERMISSIONS',
        'A shared view is made private by whoever made it.',
      )
    }
    return { ...former, visibility, name, query }
  })
}

export async function deleteView(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<{ id: string; deleted: true }> {
  const { workspaceId } = principal
  return db.transaction(async (tx) => {
    await lockViews(tx, workspaceId)
    await requireChangeable(tx, principal, id)
    await deleteRow(tx, workspaceId, id)
    return { id, deleted: true }
  })
}

/** Runs a change and answers the view as it is afterwards. */
async function writing(
  context: Context,
  principal: Principal,
  change: (tx: Executor) => Promise<ViewFields>,
): Promise<SavedView> {
  const { workspaceId } = principal
  return context.db.transaction(async (tx) => {
    await lockViews(tx, workspaceId)
    const fields = await change(tx)
    if (await isNameTaken(tx, workspaceId, fields)) {
      throw invalid('name', 'Another view of this table has that name.', 'DUPLICATE_NAME')
    }
    await writeView(tx, workspaceId, { ...fields, at: context.now() })
    return toldTo(principal, required(await findView(tx, principal, fields.id)))
  })
}

async function requireChangeable(tx: Executor, principal: Principal, id: string): Promise<ViewRow> {
  const view = required(await findView(tx, principal, id))
  if (mayChange(callerOf(principal), view)) return view
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'A shared view is changed by whoever made it, and by owners and admins.',
  )
}

function requireKept(principal: Principal, visibility: SavedView['visibility']): void {
  if (mayKeep(callerOf(principal), { visibility })) return
  throw new AppError('INSUFFICIENT_PERMISSIONS', "This needs the permission 'write'.", {
    required: 'write',
  })
}

function callerOf(principal: Principal) {
  return {
    userId: principal.userId,
    isKey: principal.keyId !== undefined,
    mayWrite: mayDo(principal, 'write', undefined),
    isAdmin: mayDo(principal, 'admin', undefined),
  }
}

function toldTo(principal: Principal, row: ViewRow): SavedView {
  return { ...row, may_change: mayChange(callerOf(principal), row) }
}

function required(view: ViewRow | undefined): ViewRow {
  if (!view) throw new AppError('SAVED_VIEW_NOT_FOUND', 'There is no such view.')
  return view
}
