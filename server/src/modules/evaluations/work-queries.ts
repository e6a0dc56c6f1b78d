import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const lineStatement = statement(
  'hold_evaluation_line',
  "select pg_advisory_xact_lock(hashtextextended('evaluations ' || $1::text, 0))",
)

/**
 * Held until the transaction ends: the evaluations of a workspace begin and end one at a time, so that
 * their number at work is known. Take it before any row.
 */
export async function holdLine(tx: Runner, workspaceId: string): Promise<void> {
  await tx.run(lineStatement, [workspaceId])
}

/** As analysis_settings has it by default. */
const room = `coalesce((select max_concurrency from analysis_settings where workspace_id = $1), 2)
  - (select count(distinct coalesce(lane, id)) from evaluation
    where workspace_id = $1 and status = 'processing')`

const nextStatement = statement(
  'next_evaluations',
  `select id from evaluation where workspace_id = $1 and status = 'pending'
   order by (bulk_id is not null), created_at, id limit greatest(0, ${room})`,
)

/** As many as may be at work besides those that are. */
export async function selectNext(tx: Runner, workspaceId: string): Promise<string[]> {
  return (await tx.run<{ id: string }>(nextStatement, [workspaceId])).map(({ id }) => id)
}

const crowdStatement = statement(
  'is_evaluation_room',
  `select count(*) <= coalesce((select max_concurrency from analysis_settings
     where workspace_id = $1), 2) as has
   from (select from evaluation where workspace_id = $1 and status in ('pending', 'processing')
     limit 100) as at_work`,
)

/** Whether all that wait, too, may be at work at once. */
export async function hasRoom(tx: Runner, workspaceId: string): Promise<boolean> {
  const [row] = await tx.run<{ has: boolean }>(crowdStatement, [workspaceId])
  return row?.has === true
}

const begin = `update evaluation set status = 'processing', attempts = attempts + 1,
  started_at = coalesce(started_at, $3), lane = $2`
const claimed = `returning id, conversation_id as "conversationId", scorecard_id as "scorecardId",
  scorecard_version as "scorecardVersion", attempts, requested_by as "requestedBy",
  bulk_id is not null as "isBulk"`

const claimStatement = statement(
  'claim_evaluation',
  `${begin}
   where workspace_id = $1 and (id = $2 and status = 'pending' and ${room} > 0
     or status = 'processing' and coalesce(lane, id) = $2 and $4)
   ${claimed}`,
)
const claimNextStatement = statement(
  'claim_next_evaluation',
  `${begin}
   where workspace_id = $1 and ${room} > 0 and id = any(array(select id from evaluation
     where workspace_id = $1 and status = 'pending'
     order by (bulk_id is not null), created_at, id limit $4))
   ${claimed}`,
)

/** A lane is what one job makes, one after the other: it takes one place, and is named after its first. */
type Lane = { readonly workspaceId: string; readonly evaluationId: string }

export type Claimed = {
  readonly id: string
  readonly conversationId: string
  readonly scorecardId: string
  readonly scorecardVersion: number
  readonly attempts: number
  readonly requestedBy: string | null
  readonly isBulk: boolean
}

/**
 * None when it is over, there is no room, or somebody else is at it: only the repetition of a job that
 * failed, or whose worker died, takes up what is in progress.
 */
export function claim(
  tx: Runner,
  { workspaceId, evaluationId }: Lane,
  { isRepeat, at }: { readonly isRepeat: boolean; readonly at: Date },
): Promise<Claimed[]> {
  const values = [workspaceId, evaluationId, at.toISOString(), isRepeat]
  return tx.run<Claimed>(claimStatement, values)
}

/** The next of those that wait, in their order, for a lane whose own are finished; hold the line. */
export async function claimNext(
  tx: Runner,
  { workspaceId, evaluationId }: Lane,
  { limit, at }: { readonly limit: number; readonly at: Date },
): Promise<Claimed[]> {
  const values = [workspaceId, evaluationId, at.toISOString(), limit]
  const next = await tx.run<Claimed>(claimNextStatement, values)
  return next.toSorted((a, b) => Number(a.isBulk) - Number(b.isBulk) || (a.id < b.id ? -1 : 1))
}

const finishStatement = statement(
  'finish_evaluation',
  `update evaluation set status = 'evaluated', transcript_id = $3, engine = $4, content = $5,
     score = $6, outcome = $7, has_next_step = $8, follow_up_date = $9, objections = $10,
     objections_handled = $11, failure = null, failure_message = null, is_retriable = null,
     completed_at = $12, is_current = not exists (select from evaluation f
       where f.workspace_id = $1 and f.conversation_id = evaluation.conversation_id and f.is_current)
   where workspace_id = $1 and id = $2 and status = 'processing' returning is_current as "isCurrent"`,
)

export type Made = {
  readonly transcriptId: string
  /** JSON. */
  readonly engine: string
  readonly columns: ContentColumns
  readonly at: Date
}

/** The content, and what lists and reports need of it. */
export type ContentColumns = {
  /** JSON. */
  readonly content: string
  readonly score: number | null
  readonly outcome: string
  readonly hasNextStep: boolean
  readonly followUpDate: string | null
  readonly objections: number
  readonly objectionsHandled: number
}

/**
 * Undefined when it was canceled meanwhile, is gone, or was finished by somebody else; otherwise
 * whether it is the one that counts because there is no other.
 */
export async function setEvaluated(
  tx: Runner,
  { workspaceId, evaluationId }: { readonly workspaceId: string; readonly evaluationId: string },
  { transcriptId, engine, columns, at }: Made,
): Promise<{ isCurrent: boolean } | undefined> {
  const [row] = await tx.run<{ isCurrent: boolean }>(finishStatement, [
    workspaceId,
    evaluationId,
    transcriptId,
    engine,
    columns.content,
    columns.score,
    columns.outcome,
    columns.hasNextStep,
    columns.followUpDate,
    columns.objections,
    columns.objectionsHandled,
    at.toISOString(),
  ])
  return row
}

const formerStatement = statement(
  'former_current_evaluation',
  `update evaluation f set is_current = false
   from evaluation n
   where n.workspace_id = $1 and n.id = $2 and f.workspace_id = $1
     and f.conversation_id = n.conversation_id and f.is_current
     and (f.created_at, f.id) < (n.created_at, n.id)`,
)
const currentStatement = statement(
  'make_evaluation_current',
  `update evaluation n set is_current = true
   where n.workspace_id = $1 and n.id = $2 and not exists (select from evaluation f
     where f.workspace_id = $1 and f.conversation_id = n.conversation_id and f.is_current)
   returning id`,
)

/** Unless one that was asked for later is there already. */
export async function makeCurrent(
  tx: Runner,
  workspaceId: string,
  evaluationId: string,
): Promise<boolean> {
  await tx.run(formerStatement, [workspaceId, evaluationId])
  return (await tx.run(currentStatement, [workspaceId, evaluationId])).length > 0
}

const failStatement = statement(
  'fail_evaluation',
  `update evaluation set status = 'failed', failure = $3, failure_message = $4, is_retriable = $5,
     completed_at = $6
   where workspace_id = $1 and id = $2 and status = 'processing'`,
)

export async function setFailed(
  tx: Runner,
  { workspaceId, evaluationId }: { readonly workspaceId: string; readonly evaluationId: string },
  failed: {
    readonly code: string
    readonly message: string
    readonly isRetriable: boolean
    readonly at: Date
  },
): Promise<void> {
  const { code, message, isRetriable, at } = failed
  const values = [workspaceId, evaluationId, code, message, isRetriable, at.toISOString()]
  await tx.run(failStatement, values)
}

const lostStatement = statement(
  'take_back_lost_evaluations',
  `update evaluation set status = 'pending', started_at = null, lane = null
   where status = 'processing' and started_at < $1 returning workspace_id as "workspaceId"`,
)
const waitingStatement = statement(
  'workspaces_with_evaluations',
  `select distinct workspace_id as "workspaceId" from evaluation where status = 'pending'`,
)

/** Of all workspaces: those that wait, after what was begun before that moment waits again. */
export async function takeBackLost(tx: Runner, before: Date): Promise<string[]> {
  await tx.run(lostStatement, [before.toISOString()])
  const rows = await tx.run<{ workspaceId: string }>(waitingStatement, [])
  return rows.map(({ workspaceId }) => workspaceId)
}
