import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { clipsOf } from './clip-queries.ts'
import { commentsOf } from './comment-queries.ts'
import { found, head, joined } from './head-queries.ts'
import { ownerOnly, type Viewer } from './viewer-queries.ts'

const evaluationsShown = 50

/** An evaluation `e` without what it says: arguments of json_build_object. */
const evaluation = `'id', e.id, 'status', e.status, 'current', e.is_current,
  'scorecard_id', e.scorecard_id, 'scorecard_name', v.name,
  'scorecard_version', e.scorecard_version, 'engine', e.engine::json, ${found},
  'corrected', e.original_content is not null, 'failure', e.failure,
  'failure_message', e.failure_message, 'requested_by', e.requested_by,
  'created_at', iso(e.created_at), 'completed_at', iso(e.completed_at)`
const version = `join scorecard_version v on v.workspace_id = e.workspace_id
  and v.scorecard_id = e.scorecard_id and v.version = e.scorecard_version`

const actionItems = `(select coalesce(json_agg(json_build_object('id', i.id, 'title', i.title,
    'assignee_name', i.assignee_name, 'assignee_email', i.assignee_email, 'priority', i.priority,
    'category', i.category, 'deadline_at', iso(i.deadline_at), 'completed', i.completed,
    'ai_generated', i.ai_generated, 'timestamp_seconds', i.timestamp_seconds::float8,
    'playback_url', i.playback_url) order by i.position), '[]')
  from conversation_action_item i
  where i.workspace_id = c.workspace_id and i.conversation_id = c.id)`

const media = `json_build_object('recording', case when r.id is not null then
    json_build_object('id', r.id, 'status', r.status, 'format', r.format,
      'duration', r.duration_seconds::float8, 'channels', r.channels) end,
  'recording_url', c.recording_url, 'share_url', c.share_url)`

const fullStatement = statement(
  'conversation_in_full',
  `select json_build_object(${head}, 'summary', c.summary, 'notes', c.notes,
     'evaluation', case when e.id is not null then (select json_build_object(${evaluation},
       'content', e.content::json) from scorecard_version v
       where v.workspace_id = e.workspace_id and v.scorecard_id = e.scorecard_id
         and v.version = e.scorecard_version) end,
     'evaluations', (select coalesce(json_agg(h.json order by h.created_at desc, h.id desc), '[]')
       from (select e.id, e.created_at, json_build_object(${evaluation}) as json
         from evaluation e ${version}
         where e.workspace_id = c.workspace_id and e.conversation_id = c.id
         order by e.created_at desc, e.id desc limit ${evaluationsShown}) h),
     'action_items', ${actionItems}, 'media', ${media}, 'comments', ${commentsOf},
     'clips', ${clipsOf})::text as json,
     exists (select from transcript t
       where t.workspace_id = c.workspace_id and t.conversation_id = c.id) as "hasTranscript",
     exists (select from conversation_metrics m
       where m.workspace_id = c.workspace_id and m.conversation_id = c.id) as "hasMetrics"
   from conversation c ${joined}
   where c.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2) and c.id = $3
     and c.deleted_at is null`,
)

export type FullRow = {
  /** Without transcript, metrics and signals, as JSON text. */
  readonly json: string
  readonly hasTranscript: boolean
  readonly hasMetrics: boolean
}

export async function selectFull(
  db: Pick<Executor, 'run'>,
  viewer: Viewer,
  id: string,
): Promise<FullRow | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<FullRow>(fullStatement, values)
  return row
}
