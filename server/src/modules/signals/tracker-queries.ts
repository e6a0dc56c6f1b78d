import type { SignalTracker } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

type Row = Omit<SignalTracker, 'phrases' | 'patterns'> & {
  /** JSON. */
  readonly phrases: string
  readonly patterns: string
}

const toTracker = ({ phrases, patterns, ...row }: Row): SignalTracker => ({
  ...row,
  phrases: JSON.parse(phrases) as string[],
  patterns: JSON.parse(patterns) as string[],
})

const shown = `select k.id, k.name, k.kind, k.phrases, k.patterns, k.description,
    k.is_active as active, k.created_by, iso(k.created_at) as created_at,
    iso(k.updated_at) as updated_at
  from signal_tracker k where k.workspace_id = $1`

const listStatement = statement('list_signal_trackers', `${shown} order by lower(k.name), k.id`)

export async function selectTrackers(db: Runner, workspaceId: string): Promise<SignalTracker[]> {
  return (await db.run<Row>(listStatement, [workspaceId])).map(toTracker)
}

const activeStatement = statement(
  'active_signal_trackers',
  `${shown} and k.is_active order by k.id`,
)

const describedStatement = statement(
  'described_signal_trackers',
  `select id, description from signal_tracker
   where workspace_id = $1 and is_active and description ~ '\\S' order by id`,
)

/** Active ones that say in a sentence what a model is to look for. */
export function selectDescribedTrackers(
  db: Runner,
  workspaceId: string,
): Promise<{ id: string; description: string }[]> {
  return db.run<{ id: string; description: string }>(describedStatement, [workspaceId])
}

/** What runs against every new conversation. */
export async function selectActiveTrackers(
  db: Runner,
  workspaceId: string,
): Promise<SignalTracker[]> {
  return (await db.run<Row>(activeStatement, [workspaceId])).map(toTracker)
}

const findStatement = statement('find_signal_tracker', `${shown} and k.id = $2`)

export async function findTracker(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<SignalTracker | undefined> {
  const [row] = await db.run<Row>(findStatement, [workspaceId, id])
  return row && toTracker(row)
}

const lockStatement = statement(
  'lock_signal_trackers',
  "select pg_advisory_xact_lock(hashtextextended('signal trackers ' || $1::text, 0))",
)

/** Held until the transaction ends: names stay single, and so many and no more are made. */
export async function lockTrackers(tx: Runner, workspaceId: string): Promise<void> {
  await tx.run(lockStatement, [workspaceId])
}

const nameStatement = statement(
  'signal_tracker_of_name',
  `select id from signal_tracker where workspace_id = $1 and lower(name) = lower($2) and id <> $3`,
)

export async function isNameTaken(
  tx: Runner,
  workspaceId: string,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<boolean> {
  return (await tx.run(nameStatement, [workspaceId, name, id])).length > 0
}

const countStatement = statement(
  'count_signal_trackers',
  'select count(*)::int as count from signal_tracker where workspace_id = $1',
)

export async function countTrackers(tx: Runner, workspaceId: string): Promise<number> {
  const [row] = await tx.run<{ count: number }>(countStatement, [workspaceId])
  return row?.count ?? 0
}

export type TrackerFields = Pick<
  SignalTracker,
  'id' | 'name' | 'kind' | 'phrases' | 'patterns' | 'description' | 'active' | 'created_by'
>

const upsertStatement = statement(
  'save_signal_tracker',
  `insert into signal_tracker
     (workspace_id, id, name, kind, phrases, patterns, description, is_active, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (workspace_id, id) do update set name = excluded.name, kind = excluded.kind,
     phrases = excluded.phrases, patterns = excluded.patterns,
     description = excluded.description, is_active = excluded.is_active, updated_at = now()`,
)

/** Makes it, or puts it in the place of what it was. */
export async function writeTracker(
  tx: Runner,
  workspaceId: string,
  fields: TrackerFields,
): Promise<void> {
  const { id, name, kind, phrases, patterns, description, active } = fields
  const lists = [JSON.stringify(phrases), JSON.stringify(patterns)]
  const values = [workspaceId, id, name, kind, ...lists, description, active, fields.created_by]
  await tx.run(upsertStatement, values)
}

const deleteStatement = statement(
  'delete_signal_tracker',
  'delete from signal_tracker where workspace_id = $1 and id = $2 returning id',
)

export async function deleteTracker(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteStatement, [workspaceId, id])).length > 0
}
