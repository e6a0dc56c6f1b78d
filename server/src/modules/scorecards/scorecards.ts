import {
  type NewScorecard,
  type Pagination,
  type Scorecard,
  type ScorecardChanges,
  ScorecardContent,
  type ScorecardDefault,
  scorecardLimits,
  type ScorecardVersion,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { contentAfter, emptyContent, faultOf } from './content-rules.ts'
import { ensureBuiltIns } from './ensure-built-ins.ts'
import {
  countOwn,
  findScorecard,
  insertScorecard,
  insertVersion,
  isNameTaken,
  lockScorecard,
  lockScorecards,
  type ScorecardRow,
  selectScorecards,
  setArchived,
  setDefault,
} from './queries.ts'
import { selectVersions } from './version-queries.ts'

export type Caller = { readonly context: Context; readonly principal: Principal }

export async function listScorecards(
  { context, principal }: Caller,
  archived: boolean,
): Promise<Scorecard[]> {
  await ensureBuiltIns(context, principal.workspaceId)
  const rows = await selectScorecards(context.db, principal.workspaceId, archived)
  return rows.map(toScorecard)
}

export async function getScorecard({ context, principal }: Caller, id: string): Promise<Scorecard> {
  return toScorecard(required(await findScorecard(context.db, principal.workspaceId, id)))
}

export async function createScorecard(caller: Caller, wanted: NewScorecard): Promise<Scorecard> {
  return changing(caller, async (tx) => {
    const { context, principal } = caller
    const { workspaceId } = principal
    if ((await countOwn(tx, workspaceId)) >= scorecardLimits.scorecards) {
      throw new AppError(
        'CONFLICT',
        `A workspace has at most ${scorecardLimits.scorecards} scorecards.`,
      )
    }
    const source = wanted.copy_of && required(await findScorecard(tx, workspaceId, wanted.copy_of))
    const content = contentAfter(source ? contentOf(source) : emptyContent, wanted)
    requireSound(content)
    const id = context.newId()
    await requireFreeName(tx, workspaceId, { id, name: wanted.name })
    await insertScorecard(tx, workspaceId, {
      id,
      builtIn: null,
      copiedFrom: source ? source.id : null,
      name: wanted.name,
    })
    const description =
      wanted.description === undefined && source ? source.description : (wanted.description ?? null)
    await insertVersion(tx, workspaceId, {
      id,
      version: 1,
      name: wanted.name,
      description,
      content: JSON.stringify(content),
      createdBy: principal.userId,
    })
    return id
  })
}

export async function updateScorecard(
  caller: Caller,
  id: string,
  changes: ScorecardChanges,
): Promise<Scorecard> {
  return changing(caller, async (tx) => {
    const { workspaceId, userId } = caller.principal
    const row = required(await lockScorecard(tx, workspaceId, id))
    const { archived = row.archived } = changes
    const wanted = versionAfter(row, changes)
    if (wanted) requireOwn(row)
    if (archived && !row.archived) requireNoDefault(row)
    const isNamedAnew = wanted !== undefined || row.archived
    if (!archived && isNamedAnew) {
      await requireFreeName(tx, workspaceId, { id, name: wanted?.name ?? row.name })
    }
    if (archived !== row.archived) await setArchived(tx, workspaceId, { id, archived })
    if (wanted) await insertVersion(tx, workspaceId, { ...wanted, createdBy: userId })
    return id
  })
}

/** The version that the changes make; undefined when they change nothing of the content. */
function versionAfter(row: ScorecardRow, changes: ScorecardChanges) {
  const former = contentOf(row)
  const content = contentAfter(former, changes)
  const { id, version } = row
  const { name = row.name, description = row.description } = changes
  const isSame =
    name === row.name &&
    description === row.description &&
    JSON.stringify(content) === JSON.stringify(former)
  if (isSame) return undefined
  requireSound(content)
  return { id, version: version + 1, name, description, content: JSON.stringify(content) }
}

export async function archiveScorecard(
  caller: Caller,
  id: string,
): Promise<{ id: string; deleted: true }> {
  await changing(caller, async (tx) => {
    const row = required(await lockScorecard(tx, caller.principal.workspaceId, id))
    requireNoDefault(row)
    await setArchived(tx, caller.principal.workspaceId, { id, archived: true })
    return id
  })
  return { id, deleted: true }
}

export async function setDefaultScorecard(
  caller: Caller,
  { conversation_kind: kind, scorecard_id: id }: ScorecardDefault,
): Promise<Scorecard> {
  return changing(caller, async (tx) => {
    const row = required(await lockScorecard(tx, caller.principal.workspaceId, id))
    if (row.archived) throw new AppError('CONFLICT', 'An archived scorecard cannot be a default.')
    await setDefault(tx, caller.principal.workspaceId, { kind, id })
    return id
  })
}

type Paged = { readonly limit: number; readonly offset: number }

export async function listVersions(caller: Caller, id: string, { limit, offset }: Paged) {
  const { context, principal } = caller
  const { version: total } = await getScorecard(caller, id)
  const found = await selectVersions(context.db, principal.workspaceId, { id, limit, offset })
  const data = found.map(
    ({ content, ...row }): ScorecardVersion => ({ ...row, ...contentOf({ content }) }),
  )
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + data.length < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return { data, error: null, count: total, pagination }
}

/** Runs a change of a manager and answers the scorecard it was about, as it is afterwards. */
async function changing(
  { context, principal }: Caller,
  change: (tx: Executor) => Promise<string>,
): Promise<Scorecard> {
  const { workspaceId, role } = principal
  if (role === 'rep' || role === 'viewer') {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'Scorecards are changed by owners, admins and managers.',
    )
  }
  await ensureBuiltIns(context, workspaceId)
  return context.db.transaction(async (tx) => {
    await lockScorecards(tx, workspaceId)
    const id = await change(tx)
    return toScorecard(required(await findScorecard(tx, workspaceId, id)))
  })
}

async function requireFreeName(
  tx: Executor,
  workspaceId: string,
  wanted: { readonly id: string; readonly name: string },
): Promise<void> {
  if (!(await isNameTaken(tx, workspaceId, wanted))) return
  const message = 'A scorecard with this name already exists'
  throw invalid('name', message, 'DUPLICATE_NAME')
}

function requireSound(content: ScorecardContent): void {
  const fault = faultOf(content)
  if (fault) throw invalid(fault.field, `Field '${fault.field}' ${fault.message}`)
}

function requireOwn({ built_in: builtIn }: ScorecardRow): void {
  if (builtIn === null) return
  throw new AppError(
    'CONFLICT',
    'A built-in scorecard stays as it is; copy it with `copy_of` and change the copy.',
  )
}

function requireNoDefault({ default_for: kinds }: ScorecardRow): void {
  if (kinds.length === 0) return
  throw new AppError(
    'CONFLICT',
    `It is the default for ${kinds.join(', ')}; choose another one there first.`,
    { default_for: kinds },
  )
}

export function required(row: ScorecardRow | undefined): ScorecardRow {
  if (!row) throw new AppError('SCORECARD_NOT_FOUND', 'There is no such scorecard.')
  return row
}

/** What was written here, or by a former release: fields that came later get what they mean when absent. */
export function contentOf({ content }: Pick<ScorecardRow, 'content'>): ScorecardContent {
  return ScorecardContent.parse({ ...emptyContent, ...(JSON.parse(content) as object) })
}

function toScorecard(row: ScorecardRow): Scorecard {
  const { content: _, default_for, ...rest } = row
  return { ...rest, default_for: [...default_for], ...contentOf(row) }
}
