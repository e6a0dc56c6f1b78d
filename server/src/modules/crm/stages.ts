import type { Context } from '../../context.ts'
import { invalid } from '../../platform/errors.ts'
import type { Caller } from '../records/index.ts'
import { selectStages, type Stage } from './stage-queries.ts'

/** A stage made on another node may be unknown here for so long; a miss looks again. */
const freshForMs = 1_000

type Known = { readonly stages: readonly Stage[]; readonly readAtMs: number }

const knownOf = new WeakMap<Context, Map<string, Known>>()

/** Id of the stage that a client means by key, name, former name or id; the first when undefined. */
export async function resolveStage(caller: Caller, name: string | undefined): Promise<string> {
  const id = await findStage(caller, name)
  if (id !== undefined) return id
  const keys = (await stagesOf(caller, freshForMs)).map(({ key }) => key)
  throw invalid('stage', `Field 'stage' must be one of ${keys.join(', ')}`)
}

/** The same, undefined when there is no such stage. */
export async function findStage(
  caller: Caller,
  name: string | undefined,
): Promise<string | undefined> {
  const found =
    find(await stagesOf(caller, freshForMs), name) ?? find(await stagesOf(caller, 0), name)
  return found?.id
}

/** A stage's own name goes before what another one was once called. */
function find(stages: readonly Stage[], name: string | undefined): Stage | undefined {
  if (name === undefined) return stages[0]
  const wanted = name.trim().toLowerCase()
  return (
    stages.find(({ id, key }) => key === wanted || id === wanted) ??
    stages.find(({ name: title }) => title.toLowerCase() === wanted) ??
    stages.find(({ aliases }) => aliases.includes(wanted))
  )
}

async function stagesOf({ context, principal }: Caller, maxAgeMs: number) {
  const known = knownOf.get(context) ?? new Map<string, Known>()
  knownOf.set(context, known)
  const { workspaceId } = principal
  const nowMs = context.now().getTime()
  const cached = known.get(workspaceId)
  if (cached && nowMs - cached.readAtMs < maxAgeMs) return cached.stages
  const stages = await selectStages(context.db, workspaceId)
  if (known.size > 1_000) known.clear()
  known.set(workspaceId, { stages, readAtMs: nowMs })
  return stages
}

/** Forgets what was read; called after stages changed here. */
export function forgetStages(context: Context, workspaceId: string): void {
  knownOf.get(context)?.delete(workspaceId)
}
