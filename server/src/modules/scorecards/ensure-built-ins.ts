import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type BuiltIn, builtIns } from './built-ins/index.ts'
import {
  insertScorecard,
  insertVersion,
  isNameTaken,
  lockScorecards,
  type ScorecardRow,
  selectBuiltIns,
  setDefault,
} from './queries.ts'

type Here = Pick<Context, 'db' | 'newId'>

/** Workspaces seen by this process with all built-ins of this release. */
const complete = new WeakMap<Context['db'], Set<string>>()
const rememberedWorkspaces = 10_000

/**
 * Writes the built-in scorecards into a workspace where it does not have them as this release does: a
 * changed one becomes a new version, so that evaluations of before keep theirs.
 */
export async function ensureBuiltIns({ db, newId }: Here, workspaceId: string): Promise<void> {
  const known = complete.get(db) ?? new Set<string>()
  complete.set(db, known)
  if (known.has(workspaceId)) return
  await db.transaction(async (tx) => {
    await lockScorecards(tx, workspaceId)
    const rows = await selectBuiltIns(tx, workspaceId)
    const isNew = rows.length === 0
    const ids: string[] = []
    for (const builtIn of builtIns) {
      const row = rows.find(({ built_in: key }) => key === builtIn.key)
      ids.push(await writeBuiltIn(tx, { workspaceId, builtIn, row, newId }))
    }
    const [first] = ids
    if (isNew && first) {
      for (const kind of ['call', 'meeting', 'recording', 'agent_call'] as const) {
        await setDefault(tx, workspaceId, { kind, id: first })
      }
    }
  })
  if (known.size >= rememberedWorkspaces) known.clear()
  known.add(workspaceId)
}

type Writing = {
  readonly workspaceId: string
  readonly builtIn: BuiltIn
  readonly row: ScorecardRow | undefined
  readonly newId: () => string
}

async function writeBuiltIn(tx: Executor, writing: Writing): Promise<string> {
  const { workspaceId, builtIn, row, newId } = writing
  const { description } = builtIn
  const content = JSON.stringify(builtIn.content)
  if (row && row.content === content && row.description === description) return row.id
  const { id, name, version } = row ?? (await insertBuiltIn(tx, workspaceId, builtIn, newId()))
  await insertVersion(tx, workspaceId, {
    id,
    version: version + 1,
    name,
    description,
    content,
    createdBy: null,
  })
  return id
}

async function insertBuiltIn(tx: Executor, workspaceId: string, builtIn: BuiltIn, id: string) {
  // Somebody's own may have the name already: ours is told apart then.
  const isTaken = await isNameTaken(tx, workspaceId, { id, name: builtIn.name })
  const name = isTaken ? `${builtIn.name} (built-in)` : builtIn.name
  await insertScorecard(tx, workspaceId, { id, builtIn: builtIn.key, copiedFrom: null, name })
  return { id, name, version: 0 }
}
