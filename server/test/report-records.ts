import { emit } from '../src/platform/events/event.ts'
import type { TestApp } from './test-app.ts'

export type Talk = {
  readonly ownerId: string
  /** RFC 3339. */
  readonly at: string
  readonly kind?: 'call' | 'meeting' | 'recording' | 'agent_call'
  readonly contactId?: string
  readonly dealId?: string
  readonly nextFollowUp?: string
  readonly deleted?: boolean
  readonly evaluation?: Judged
  readonly metrics?: Measured
}

export type Judged = {
  readonly scorecardId: string
  readonly outcome: string
  readonly score?: number
  readonly nextStep?: boolean
  readonly followUp?: string
  readonly talkType?: string
  readonly objections?: readonly { readonly type: string; readonly handled: boolean }[]
  /** Scores from 0 to 1 by the key of the criterion. */
  readonly criteria?: Readonly<Record<string, number>>
  /** Seconds that the stage `pitch` took; none when the scorecard has no such stage. */
  readonly pitchShare?: number
}

type Measured = {
  readonly talk: number
  readonly repShare: number
  readonly monologue: number
  readonly patience?: number
  readonly questions?: number
  readonly duration?: number
}

/** A scorecard with these criteria: names by keys. */
export async function makeScorecard(
  app: TestApp,
  criteria: Readonly<Record<string, string>>,
  workspaceId: string = app.owner.workspaceId,
): Promise<string> {
  const id = app.context.newId()
  const content = {
    criteria: Object.entries(criteria).map(([key, name]) => ({ key, name })),
    stages: [],
  }
  await app.db.pool.query('insert into scorecard (workspace_id, id, name) values ($1, $2, $3)', [
    workspaceId,
    id,
    `Scorecard ${id}`,
  ])
  await app.db.pool.query(
    `insert into scorecard_version (workspace_id, scorecard_id, version, name, content)
     values ($1, $2, 1, 'Scorecard', $3)`,
    [workspaceId, id, JSON.stringify(content)],
  )
  return id
}

/** A conversation as the doors, the metrics and the evaluator leave it, and the event of it. */
export async function makeTalk(
  app: TestApp,
  talk: Talk,
  workspaceId: string = app.owner.workspaceId,
): Promise<string> {
  const id = app.context.newId()
  await app.db.pool.query(
    `insert into conversation (workspace_id, id, kind, title, started_at, owner_id, contact_id,
       deal_id, next_follow_up, deleted_at)
     values ($1, $2, $3, 'Talk', $4, $5, $6, $7, $8, $9)`,
    [
      workspaceId,
      id,
      talk.kind ?? 'call',
      talk.at,
      talk.ownerId,
      talk.contactId ?? null,
      talk.dealId ?? null,
      talk.nextFollowUp ?? null,
      talk.deleted ? talk.at : null,
    ],
  )
  if (talk.evaluation) await evaluate(app, { workspaceId, id }, talk.evaluation)
  if (talk.metrics) await measure(app, { workspaceId, id }, talk.metrics)
  await announce(app, { workspaceId, id })
  return id
}

type Place = { readonly workspaceId: string; readonly id: string }

/** The current evaluation of a conversation; a former one gives way. */
export async function evaluate(app: TestApp, { workspaceId, id }: Place, judged: Judged) {
  const { objections = [], criteria = {}, pitchShare } = judged
  const content = {
    talk_type: judged.talkType ?? 'other',
    objections,
    criteria: Object.entries(criteria).map(([key, score]) => ({ key, score, applies: true })),
    stages: pitchShare === undefined ? [] : [{ key: 'pitch', share_of_time: pitchShare }],
  }
  await app.db.pool.query(
    'update evaluation set is_current = false where workspace_id = $1 and conversation_id = $2',
    [workspaceId, id],
  )
  await app.db.pool.query(
    `insert into evaluation (workspace_id, id, conversation_id, scorecard_id, scorecard_version,
       status, is_current, content, score, outcome, has_next_step, follow_up_date)
     values ($1, $2, $3, $4, 1, 'evaluated', true, $5, $6, $7, $8, $9)`,
    [
      workspaceId,
      app.context.newId(),
      id,
      judged.scorecardId,
      JSON.stringify(content),
      judged.score ?? null,
      judged.outcome,
      judged.nextStep ?? false,
      judged.followUp ?? null,
    ],
  )
}

async function measure(app: TestApp, { workspaceId, id }: Place, measured: Measured) {
  const transcriptId = app.context.newId()
  await app.db.pool.query(
    `insert into transcript (workspace_id, id, conversation_id, source, timing, has_speakers,
       word_count) values ($1, $2, $3, 'upload', 'segment', true, 1)`,
    [workspaceId, transcriptId, id],
  )
  await app.db.pool.query(
    `insert into conversation_metrics (workspace_id, conversation_id, transcript_id,
       transcript_updated_at, rules_version, monologue_seconds, talk_seconds, rep_share,
       longest_monologue_seconds, patience_seconds, question_count, duration_seconds, metrics,
       computed_at)
     values ($1, $2, $3, now(), 1, 60, $4, $5, $6, $7, $8, $9, '{}', now())`,
    [
      workspaceId,
      id,
      transcriptId,
      measured.talk,
      measured.repShare,
      measured.monologue,
      measured.patience ?? null,
      measured.questions ?? null,
      measured.duration ?? null,
    ],
  )
}

/** As if it had just been measured. */
export async function announce(app: TestApp, { workspaceId, id }: Place): Promise<void> {
  await app.db.transaction((tx) =>
    emit(tx, {
      workspaceId,
      id: app.context.newId(),
      name: 'conversation.measured',
      subjectType: 'conversation',
      subjectId: id,
      actorUserId: null,
      data: { conversation_id: id, transcript_id: id },
    }),
  )
}
