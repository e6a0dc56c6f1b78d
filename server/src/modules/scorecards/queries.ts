import type { ConversationKind } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** A scorecard with its newest version. */
export type ScorecardRow = {
  readonly id: string
  readonly built_in: string | null
  readonly copied_from: string | null
  readonly name: string
  readonly description: string | null
  readonly version: number
  /** JSON. */
  readonly content: string
  readonly archived: boolean
  readonly default_for: readonly ConversationKind[]
  readonly created_at: string
  readonly updated_at: string
}

const shown = `select s.id, s.built_in, s.copied_from, s.name, v.description, s.version, v.content,
    s.archived_at is not null as archived,
    array(select d.conversation_kind from scorecard_default d
      where d.workspace_id = s.workspace_id and d.scorecard_id = s.id
      order by d.conversation_kind) as default_for,
    iso(s.created_at) as created_at, iso(s.updated_at) as updated_at
  from scorecard s
  join scorecard_version v on v.workspace_id = s.workspace_id and v.scorecard_id = s.id
    and v.version = s.version`

const all = statement(
  'scorecards',
  `${shown} where s.workspace_id = $1 and (s.archived_at is not null) = $2
   order by s.built_in is null, lower(s.name), s.id`,
)

export function selectScorecards(
  db: Database,
  workspaceId: string,
  archived: boolean,
): Promise<ScorecardRow[]> {
  return db.read<ScorecardRow>(all, [workspaceId, archived])
}

const one = statement('scorecard', `${shown} where s.workspace_id = $1 and s.id = $2`)

export async function findScorecard(
  db: Executor,
  workspaceId: string,
  id: string,
): Promise<ScorecardRow | undefined> {
  const [row] = await db.run<ScorecardRow>(one, [workspaceId, id])
  return row
}

const locked = statement(
  'lock_scorecard',
  'select id from scorecard where workspace_id = $1 and id = $2 for update',
)

export async function lockScorecard(
  tx: Executor,
  workspaceId: string,
  id: string,
): Promise<ScorecardRow | undefined> {
  await tx.run(locked, [workspaceId, id])
  return findScorecard(tx, workspaceId, id)
}

const byBuiltIn = statement(
  'scorecards_built_in',
  `${shown} where s.workspace_id = $1 and s.built_in is not null`,
)

export function selectBuiltIns(db: Executor, workspaceId: string): Promise<ScorecardRow[]> {
  return db.run<ScorecardRow>(byBuiltIn, [workspaceId])
}

const lockAll = statement(
  'lock_scorecards',
  "select pg_advisory_xact_lock(hashtextextended('scorecards ' || $1::text, 0))",
)

/** Held until the transaction ends: what is made or named here is made and named once. */
export async function lockScorecards(tx: Executor, workspaceId: string): Promise<void> {
  await tx.run(lockAll, [workspaceId])
}

const ofName = statement(
  'scorecard_of_name',
  `select id from scorecard where workspace_id = $1 and lower(name) = lower($2)
   and archived_at is null and id <> $3`,
)

export async function isNameTaken(
  tx: Executor,
  workspaceId: string,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<boolean> {
  return (await tx.run(ofName, [workspaceId, name, id])).length > 0
}

const counted = statement(
  'count_scorecards',
  'select count(*)::int as count from scorecard where workspace_id = $1 and built_in is null',
)

export async function countOwn(tx: Executor, workspaceId: string): Promise<number> {
  const [row] = await tx.run<{ count: number }>(counted, [workspaceId])
  return row?.count ?? 0
}

export type NewRow = {
  readonly id: string
  readonly builtIn: string | null
  readonly copiedFrom: string | null
  readonly name: string
}

const insertion = statement(
  'insert_scorecard',
  `insert into scorecard (workspace_id, id, built_in, copied_from, name)
   values ($1, $2, $3, $4, $5)`,
)

export async function insertScorecard(
  tx: Executor,
  workspaceId: string,
  { id, builtIn, copiedFrom, name }: NewRow,
): Promise<void> {
  await tx.run(insertion, [workspaceId, id, builtIn, copiedFrom, name])
}

export type NewVersion = {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly description: string | null
  /** JSON. */
  readonly content: string
  readonly createdBy: string | null
}

const versionInsertion = statement(
  'insert_scorecard_version',
  `insert into scorecard_version
     (workspace_id, scorecard_id, version, name, description, content, created_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
)
const promotion = statement(
  'promote_scorecard_version',
  `update scorecard set version = $3, name = $4, updated_at = now()
   where workspace_id = $1 and id = $2`,
)

/** Adds a version and makes it the newest. */
export async function insertVersion(
  tx: Executor,
  workspaceId: string,
  { id, version, name, description, content, createdBy }: NewVersion,
): Promise<void> {
  await tx.run(versionInsertion, [workspaceId, id, version, name, description, content, createdBy])
  await tx.run(promotion, [workspaceId, id, version, name])
}

const archiving = statement(
  'archive_scorecard',
  `update scorecard set archived_at = case when $3::boolean then coalesce(archived_at, now()) end,
     updated_at = now()
   where workspace_id = $1 and id = $2`,
)

export async function setArchived(
  tx: Executor,
  workspaceId: string,
  { id, archived }: { readonly id: string; readonly archived: boolean },
): Promise<void> {
  await tx.run(archiving, [workspaceId, id, archived])
}

const defaulting = statement(
  'set_default_scorecard',
  `insert into scorecard_default (workspace_id, conversation_kind, scorecard_id)
   values ($1, $2, $3)
   on conflict (workspace_id, conversation_kind) do update set scorecard_id = excluded.scorecard_id`,
)

export async function setDefault(
  tx: Executor,
  workspaceId: string,
  { kind, id }: { readonly kind: ConversationKind; readonly id: string },
): Promise<void> {
  await tx.run(defaulting, [workspaceId, kind, id])
}

const defaultOf = statement(
  'default_scorecard',
  `${shown} join scorecard_default c on c.workspace_id = s.workspace_id and c.scorecard_id = s.id
   where s.workspace_id = $1 and c.conversation_kind = $2`,
)

export async function findDefault(
  db: Executor,
  workspaceId: string,
  kind: ConversationKind,
): Promise<ScorecardRow | undefined> {
  const [row] = await db.run<ScorecardRow>(defaultOf, [workspaceId, kind])
  return row
}
