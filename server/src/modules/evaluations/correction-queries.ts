import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { ContentColumns } from './work-queries.ts'

type Runner = Pick<Executor, 'run'>

const lockStatement = statement(
  'lock_evaluation',
  'select id from evaluation where workspace_id = $1 and id = $2 for update',
)

/** Held until the transaction ends, so that corrections add up. */
export async function lockEvaluation(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(lockStatement, [workspaceId, id])
}

const correctStatement = statement(
  'correct_evaluation',
  `update evaluation set original_content = coalesce(original_content, content), content = $3,
     score = $4, outcome = $5, has_next_step = $6, follow_up_date = $7, objections = $8,
     objections_handled = $9
   where workspace_id = $1 and id = $2`,
)

/** Keeps the content as it was made, the first time. */
export async function setCorrected(
  tx: Runner,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  columns: ContentColumns,
): Promise<void> {
  await tx.run(correctStatement, [
    workspaceId,
    id,
    columns.content,
    columns.score,
    columns.outcome,
    columns.hasNextStep,
    columns.followUpDate,
    columns.objections,
    columns.objectionsHandled,
  ])
}

const insertStatement = statement(
  'insert_evaluation_correction',
  `insert into evaluation_correction (workspace_id, id, evaluation_id, field, before, after, note,
     corrected_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

export async function insertCorrection(
  tx: Runner,
  added: {
    readonly workspaceId: string
    readonly id: string
    readonly evaluationId: string
    readonly field: string
    /** JSON. */
    readonly before: string
    readonly after: string
    readonly note: string | null
    readonly correctedBy: string
    readonly at: Date
  },
): Promise<void> {
  await tx.run(insertStatement, [
    added.workspaceId,
    added.id,
    added.evaluationId,
    added.field,
    added.before,
    added.after,
    added.note,
    added.correctedBy,
    added.at.toISOString(),
  ])
}

export type CorrectionRow = {
  readonly id: string
  readonly field: string
  /** JSON. */
  readonly before: string
  readonly after: string
  readonly note: string | null
  readonly corrected_by: string
  readonly created_at: string
}

/** More are kept and not shown. */
const shownCorrections = 500

const listStatement = statement(
  'corrections_of_evaluation',
  `select id, field, before, after, note, corrected_by, iso(created_at) as created_at
   from evaluation_correction where workspace_id = $1 and evaluation_id = $2
   order by created_at desc, id desc limit ${shownCorrections}`,
)

/** Newest first. */
export function selectCorrections(
  db: Runner,
  workspaceId: string,
  evaluationId: string,
): Promise<CorrectionRow[]> {
  return db.run<CorrectionRow>(listStatement, [workspaceId, evaluationId])
}

export type FormerRow = {
  readonly conversationId: string
  readonly scorecardId: string
  readonly field: string
  /** JSON. */
  readonly after: string
  readonly note: string | null
  readonly correctedBy: string
  /** JSON of the evaluation that was corrected, where it was its score; null otherwise. */
  readonly content: string | null
}

const formerStatement = statement(
  'former_corrections',
  `select x.conversation_id as "conversationId", x.scorecard_id as "scorecardId", x.field, x.after,
     x.note, x.corrected_by as "correctedBy", x.content
   from (
     select distinct on (e.conversation_id, k.field, e.scorecard_id)
       e.conversation_id, e.scorecard_id, k.id, k.field, k.after, k.note, k.corrected_by,
       k.created_at, case k.field when 'score' then e.content end as content
     from evaluation e
     join evaluation_correction k on k.workspace_id = e.workspace_id and k.evaluation_id = e.id
     where e.workspace_id = $1 and e.conversation_id = any($2::uuid[])
       and e.original_content is not null
     order by e.conversation_id, k.field, e.scorecard_id, k.created_at desc, k.id desc) x
   order by x.created_at, x.id`,
)

/** The last one of each field and scorecard, of these conversations, oldest first. */
export function selectFormerCorrections(
  tx: Runner,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<FormerRow[]> {
  return tx.run<FormerRow>(formerStatement, [workspaceId, conversationIds])
}
