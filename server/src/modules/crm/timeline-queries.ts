import type { Principal } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'

export type TimelineSubject = 'contact' | 'company' | 'deal'

/** Which rows of each source belong to a contact, company or deal; `$2` is its id. */
const belongs: Readonly<Record<TimelineSubject, { linked: string; deals: string; met: string }>> = {
  contact: {
    linked: 'r.contact_id = $2',
    deals: 'd.primary_contact_id = $2',
    met: `(r.contact_id = $2 or r.id in (select a.conversation_id from conversation_attendee a
      where a.workspace_id = $1 and a.contact_id = $2))`,
  },
  company: {
    linked: `(r.company_id = $2 or r.contact_id in (select c.id from contact c
      where c.workspace_id = $1 and c.company_id = $2 and c.deleted_at is null))`,
    deals: 'd.company_id = $2',
    met: `(r.company_id = $2 or r.contact_id in (select c.id from contact c
        where c.workspace_id = $1 and c.company_id = $2 and c.deleted_at is null)
      or r.id in (select a.conversation_id from conversation_attendee a
        join contact c on c.workspace_id = a.workspace_id and c.id = a.contact_id
        where a.workspace_id = $1 and c.company_id = $2 and c.deleted_at is null))`,
  },
  deal: { linked: 'r.deal_id = $2', deals: 'd.id = $2', met: 'r.deal_id = $2' },
}

const statements = new Map<string, Statement>()

export type TimelinePage = { readonly rows: string; readonly total: number }

/** One page of everything that happened around a record, newest first, as JSON rows. */
export async function selectTimeline(
  db: Database,
  principal: Principal,
  wanted: {
    readonly subject: TimelineSubject
    readonly id: string
    readonly limit: number
    readonly offset: number
  },
): Promise<TimelinePage> {
  const { subject, id, limit, offset } = wanted
  const { seesAllRows, workspaceId, userId } = principal
  const key = `${subject} ${seesAllRows}`
  const query = statements.get(key) ?? timelineStatement(subject, seesAllRows)
  statements.set(key, query)
  const [page] = await db.runPlanned<TimelinePage>(query, [workspaceId, id, userId, limit, offset])
  return page ?? { rows: '', total: 0 }
}

function timelineStatement(subject: TimelineSubject, seesAllRows: boolean): Statement {
  const { linked, deals, met } = belongs[subject]
  const own = seesAllRows ? '$3::uuid is not null' : 'r.owner_id = $3'
  const ownTask = seesAllRows ? 'true' : '(r.owner_id = $3 or r.assignee_id = $3)'
  const ownDeal = seesAllRows ? 'true' : 'd.owner_id = $3'
  const here = 'r.workspace_id = $1 and r.deleted_at is null'
  return statement(
    `timeline_of_${subject}`,
    `with entry as (
       select 'activity' as type, r.id,
         case when r.date = (r.created_at at time zone 'UTC')::date then r.created_at
           else r.date::timestamp at time zone 'UTC' end as at,
         r.description as title, r.notes as description, r.owner_id as user_id,
         r.deal_id, r.contact_id, coalesce(r.outcome, r.status) as status
       from activity r where ${here} and ${linked} and ${own}
       union all
       select 'task', r.id, coalesce(r.completed_at, r.due_date::timestamp at time zone 'UTC'),
         r.title, r.description, r.assignee_id, r.deal_id, r.contact_id, r.status
       from task r where ${here} and ${linked} and ${ownTask}
       union all
       select case r.kind when 'meeting' then 'meeting' else 'call' end, r.id,
         coalesce(r.started_at, r.created_at), r.title, coalesce(r.summary, r.notes), r.owner_id,
         r.deal_id, r.contact_id, coalesce(r.outcome, r.call_status)
       from conversation r where ${here} and ${met} and ${own}
       union all
       select 'stage_change', h.id, h.changed_at,
         d.title || ': ' || coalesce(f.name || ' → ', '') || t.name, null, h.changed_by,
         d.id, d.primary_contact_id, t.key
       from deal d
       join deal_stage_change h on h.workspace_id = d.workspace_id and h.deal_id = d.id
       join deal_stage t on t.workspace_id = h.workspace_id and t.id = h.to_stage_id
       left join deal_stage f on f.workspace_id = h.workspace_id and f.id = h.from_stage_id
       where d.workspace_id = $1 and d.deleted_at is null and ${deals} and ${ownDeal}
     ), page as (
       select * from entry order by at desc, id desc limit $4 offset $5
     )
     select coalesce(string_agg(row_to_json(shown)::text, ',' order by page.at desc, page.id desc), '') as rows,
       (select count(*) from entry) as total
     from page cross join lateral (
       select page.type, page.id, iso(page.at) as at, page.title, page.description, page.user_id,
         page.deal_id, page.contact_id, page.status) shown`,
  )
}
