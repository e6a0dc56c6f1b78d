import type { Executor } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import { projection } from '../records/index.ts'
import { meetings } from './meetings.ts'

/** Meetings of one statement; the next one takes the rest. */
const rowsAtOnce = 500

function announceStatement(
  moment: 'started' | 'ended',
  { at, announced }: { readonly at: string; readonly announced: string },
): Statement {
  return statement(
    `announce_meeting_${moment}`,
    `with due as (
       select workspace_id, id from conversation
       where kind = 'meeting' and deleted_at is null and ${announced} is distinct from ${at}
         and ${at} <= $1::timestamptz and ${at} > $2::timestamptz
       order by ${at} limit ${rowsAtOnce} for update skip locked
     ), r as (
       update conversation c set ${announced} = c.${at} from due
       where c.workspace_id = due.workspace_id and c.id = due.id returning c.*
     )
     insert into event (workspace_id, id, name, subject_type, subject_id, payload)
     select r.workspace_id, uuidv7(), 'meeting.${moment}', 'meeting', r.id, row_to_json(shown)::text
     from r ${meetings.joins} cross join lateral (select ${projection(meetings.shown)}) shown
     order by r.${at}
     returning 1`,
  )
}

const statements = {
  started: announceStatement('started', { at: 'started_at', announced: 'start_announced' }),
  ended: announceStatement('ended', { at: 'ended_at', announced: 'end_announced' }),
}

/**
 * Announces one batch of meetings that began (or ended) after `since` and up to `now`; answers how
 * many. A meeting that was put off is announced again when its new time comes.
 */
export async function announceMoments(
  executor: Pick<Executor, 'run'>,
  moment: 'started' | 'ended',
  { now, since }: { readonly now: Date; readonly since: Date },
): Promise<number> {
  const rows = await executor.run(statements[moment], [now.toISOString(), since.toISOString()])
  return rows.length
}
