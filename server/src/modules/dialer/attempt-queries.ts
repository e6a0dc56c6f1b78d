import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** A call that was begun and has not ended, as the database knows it. */
export type OpenAttempt = {
  readonly workspaceId: string
  readonly callId: string
  readonly campaignId: string
  readonly recipientId: string
  readonly phoneNumberId: string
  readonly number: string
  readonly state: 'placing' | 'placed' | 'answered'
  readonly startsAt: string
  readonly carrierCallId: string | null
  /** Null: the campaign is gone. */
  readonly campaignStatus: string | null
  readonly agentId: string | null
  readonly fromNumber: string | null
  readonly name: string | null
  /** JSON. */
  readonly variables: string | null
  readonly leftMessage: boolean | null
  /** JSON. */
  readonly voicemail: string | null
  readonly webhookUrl: string | null
  readonly webhookAuth: string | null
  readonly createdBy: string | null
}

const columns = `a.workspace_id as "workspaceId", a.id as "callId", a.campaign_id as "campaignId",
  a.recipient_id as "recipientId", a.phone_number_id as "phoneNumberId", a.number, a.state,
  iso(a.starts_at) as "startsAt", a.carrier_call_id as "carrierCallId",
  c.status as "campaignStatus", c.agent_id as "agentId", p.number as "fromNumber", r.name,
  r.variables, r.left_message as "leftMessage", c.voicemail, c.webhook_url as "webhookUrl",
  c.webhook_auth as "webhookAuth", c.created_by as "createdBy"`
const joins = `left join campaign c on c.workspace_id = a.workspace_id and c.id = a.campaign_id
  left join campaign_recipient r on r.workspace_id = a.workspace_id and r.id = a.recipient_id
  left join phone_number p on p.workspace_id = a.workspace_id and p.id = a.phone_number_id`

const one = statement(
  'open_campaign_call',
  `select ${columns} from campaign_attempt a ${joins}
   where a.workspace_id = $1 and a.id = $2 and a.state <> 'ended'`,
)

export async function findOpenAttempt(
  db: Database,
  { workspaceId, callId }: { readonly workspaceId: string; readonly callId: string },
): Promise<OpenAttempt | undefined> {
  const [row] = await db.run<OpenAttempt>(one, [workspaceId, callId])
  return row
}

const taking = statement(
  'take_campaign_calls_to_check',
  `with due as materialized (
     select workspace_id, id from campaign_attempt where state <> 'ended' and check_at <= $1
     order by check_at limit $3 for update skip locked
   ), taken as (
     update campaign_attempt a set check_at = $2 from due
     where a.workspace_id = due.workspace_id and a.id = due.id
     returning a.*
   )
   select ${columns} from taken a ${joins}`,
)

/** Takes calls that nothing was heard of; nobody else looks at them until `again`. */
export function takeUnchecked(
  db: Database,
  { now, again, limit }: { readonly now: Date; readonly again: Date; readonly limit: number },
): Promise<OpenAttempt[]> {
  return db.runIndexed<OpenAttempt>(taking, [now, again, limit])
}
