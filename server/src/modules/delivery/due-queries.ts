import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** A delivery with the bytes to send. */
export type Due = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly id: string
  readonly messageId: string
  readonly event: string
  readonly subjectId: string
  /** Of its schedule. */
  readonly attempts: number
  readonly sequence: number | null
  /** Since its schedule began, when it was read. */
  readonly ageMs: number
  /** Null: the data was deleted in the meantime. */
  readonly body: Buffer | null
}

/** What a look into a lane found. */
type Look = {
  readonly endpointId: string
  readonly generation: number
  readonly version: string
  readonly due: readonly Due[]
}

export type Wanted = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly limit: number
}

const dueStatement = statement(
  'list_due_deliveries',
  `select g.endpoint_id as "endpointId", g.workspace_id as "workspaceId", l.generation,
     e.xmin::text as version, d.id, d.message_id as "messageId", d.event,
     d.subject_id as "subjectId", d.attempts, d.sequence, d."ageMs",
     case when d.id is not null then coalesce(d.body, m.body) end as body
   from unnest($1::uuid[], $2::uuid[], $3::int[]) as g(workspace_id, endpoint_id, wanted)
   join webhook_lane l on l.workspace_id = g.workspace_id and l.endpoint_id = g.endpoint_id
   join webhook_endpoint e on e.workspace_id = g.workspace_id and e.id = g.endpoint_id
   left join lateral (
     select d.id, d.message_id, d.event, d.subject_id, d.attempts - d.attempts_aside as attempts, d.sequence, d.body,
       extract(epoch from now() - d.scheduled_from)::float8 * 1000 as "ageMs", d.next_attempt_at
     from webhook_delivery d
     where d.workspace_id = g.workspace_id and d.endpoint_id = g.endpoint_id
       and d.state = 'pending' and d.next_attempt_at <= now()
       and e.is_active and e.paused_at is null and d.id <> all($4::uuid[])
     order by d.next_attempt_at limit g.wanted
   ) d on true
   left join webhook_message m on m.workspace_id = g.workspace_id and m.id = d.message_id`,
)

type Row = Omit<Due, 'id'> & {
  readonly id: string | null
  readonly generation: number
  readonly version: string
}

/** Looks into lanes for what is due and not `taken` already; one answer per lane that still exists. */
export async function selectDue(
  db: Database,
  wanted: readonly Wanted[],
  taken: readonly string[],
): Promise<Look[]> {
  const rows = await db.runIndexed<Row>(dueStatement, [
    wanted.map(({ workspaceId }) => workspaceId),
    wanted.map(({ endpointId }) => endpointId),
    wanted.map(({ limit }) => limit),
    taken,
  ])
  const looks = new Map<string, Look & { due: Due[] }>()
  for (const { generation, version, ...row } of rows) {
    const { endpointId, id } = row
    const look = looks.get(endpointId) ?? { endpointId, generation, version, due: [] }
    looks.set(endpointId, look)
    if (id !== null) look.due.push({ ...row, id })
  }
  return [...looks.values()]
}
