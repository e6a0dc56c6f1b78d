import type { DealStage, NewDealStage } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Caller } from '../records/index.ts'
import {
  countDealsIn,
  lockStages,
  markStageDeleted,
  type SavedStage,
  saveStage,
  selectStages,
  type Stage,
} from './stage-queries.ts'
import { keyOf, placed } from './stage-rules.ts'
import { forgetStages } from './stages.ts'

const defaultColor = '#64748b'

export async function listStages({ context, principal }: Caller): Promise<DealStage[]> {
  return (await selectStages(context.db, principal.workspaceId)).map(toDealStage)
}

export async function createStage(caller: Caller, wanted: NewDealStage): Promise<DealStage> {
  const { newId } = caller.context
  return changing(caller, async (tx, stages) => {
    const outcome = wanted.outcome ?? 'open'
    const stage: SavedStage = {
      id: newId(),
      key: keyOf(wanted.name),
      name: wanted.name,
      color: wanted.color ?? defaultColor,
      position: stages.length + 1,
      default_probability: wanted.probability ?? { open: 50, won: 100, lost: 0 }[outcome],
      outcome,
      aliases: (wanted.aliases ?? []).map((alias) => alias.toLowerCase()),
    }
    requireFreeName(stages, stage)
    await saveAll(tx, caller, placed([...stages, stage], stage.id, wanted.order))
    return stage.id
  })
}

export async function updateStage(
  caller: Caller,
  id: string,
  changes: { readonly [F in keyof NewDealStage]?: NewDealStage[F] | undefined },
): Promise<DealStage> {
  return changing(caller, async (tx, stages) => {
    const former = getStage(stages, id)
    const name = changes.name ?? former.name
    const stage: SavedStage = {
      ...former,
      name,
      key: changes.name === undefined ? former.key : keyOf(name),
      color: changes.color ?? former.color,
      default_probability: changes.probability ?? former.default_probability,
      outcome: changes.outcome ?? former.outcome,
      aliases: aliasesAfter(former, name, changes.aliases),
    }
    requireFreeName(stages, stage)
    if (stage.outcome !== former.outcome) {
      await requireNoDeals(tx, caller, id)
      requireOpenStage(stages.map((other) => (other.id === id ? stage : other)))
    }
    const all = stages.map((other) => (other.id === id ? stage : other))
    await saveAll(tx, caller, placed(all, id, changes.order))
    return id
  })
}

export async function deleteStage(
  caller: Caller,
  id: string,
): Promise<{ id: string; deleted: true }> {
  const { context, principal } = caller
  await context.db.transaction(async (tx) => {
    const stages = await lockStages(tx, principal.workspaceId)
    getStage(stages, id)
    requireOpenStage(stages.filter((stage) => stage.id !== id))
    await requireNoDeals(tx, caller, id)
    await markStageDeleted(tx, principal.workspaceId, id)
  })
  forgetStages(context, principal.workspaceId)
  return { id, deleted: true }
}

/** Runs a change of the pipeline and answers the stage it was about, as it is afterwards. */
async function changing(
  caller: Caller,
  change: (tx: Executor, stages: readonly Stage[]) => Promise<string>,
): Promise<DealStage> {
  const { context, principal } = caller
  const id = await context.db.transaction(async (tx) =>
    change(tx, await lockStages(tx, principal.workspaceId)),
  )
  forgetStages(context, principal.workspaceId)
  return toDealStage(getStage(await selectStages(context.db, principal.workspaceId), id))
}

async function saveAll(tx: Executor, { principal }: Caller, stages: readonly SavedStage[]) {
  for (const stage of stages) await saveStage(tx, principal.workspaceId, stage)
}

function getStage<S extends SavedStage>(stages: readonly S[], id: string): S {
  const stage = stages.find((candidate) => candidate.id === id)
  if (!stage) throw new AppError('DEAL_STAGE_NOT_FOUND', 'Deal stage not found')
  return stage
}

/** Old names keep working in clients that know them. */
function aliasesAfter(former: Stage, name: string, wanted: readonly string[] | undefined) {
  const kept = wanted?.map((alias) => alias.toLowerCase()) ?? former.aliases
  const renamed = keyOf(name) === former.key ? [] : [former.key, former.name.toLowerCase()]
  return [...new Set([...kept, ...renamed])].filter((alias) => alias !== keyOf(name))
}

function requireFreeName(stages: readonly SavedStage[], { id, key, name }: SavedStage): void {
  const taken = stages.some(
    (stage) =>
      stage.id !== id && (stage.key === key || stage.name.toLowerCase() === name.toLowerCase()),
  )
  if (!taken) return
  const message = 'A stage with this name already exists'
  throw new AppError('DUPLICATE_NAME', message, { field: 'name', message })
}

function requireOpenStage(stages: readonly SavedStage[]): void {
  if (stages.some(({ outcome }) => outcome === 'open')) return
  throw new AppError('VALIDATION_ERROR', 'A pipeline needs at least one open stage.', {
    field: 'outcome',
    message: 'The last open stage must stay.',
  })
}

async function requireNoDeals(tx: Executor, { principal }: Caller, id: string): Promise<void> {
  const deals = await countDealsIn(tx, principal.workspaceId, id)
  if (deals === 0) return
  throw new AppError('HAS_ASSOCIATIONS', `This stage still has ${deals} deals; move them first.`, {
    deals,
  })
}

function toDealStage(stage: Stage): DealStage {
  const { id, key, name, color, position, default_probability, outcome, aliases } = stage
  return {
    id,
    key,
    name,
    color,
    order: position,
    probability: default_probability,
    outcome,
    is_final: outcome !== 'open',
    aliases: [...aliases],
    created_at: stage.created_at,
    updated_at: stage.updated_at,
  }
}
