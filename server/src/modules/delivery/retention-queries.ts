import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Rows of one deletion: few enough to hold locks only briefly. */
const rowsAtOnce = 2_000

// Ids begin with their time of creation, so age is looked up in the primary keys, workspace by
// workspace. What is still on its way is kept.
const deliveriesStatement = statement(
  'delete_old_webhook_deliveries',
  `delete from webhook_delivery d using (
     select o.workspace_id, o.endpoint_id, o.id
     from webhook_endpoint e cross join lateral (
       select workspace_id, endpoint_id, id from webhook_delivery o
       where o.workspace_id = e.workspace_id and o.endpoint_id = e.id
         and o.id < $1 and o.state <> 'pending'
       order by o.id limit $2
     ) o limit $2
   ) old
   where d.workspace_id = old.workspace_id and d.endpoint_id = old.endpoint_id and d.id = old.id
   returning 1`,
)

const messagesStatement = statement(
  'delete_old_webhook_messages',
  `delete from webhook_message m using (
     select o.workspace_id, o.id from webhook_roster r cross join lateral (
       select workspace_id, id from webhook_message o
       where o.workspace_id = r.workspace_id and o.id < $1
       order by o.id limit $2
     ) o limit $2
   ) old
   where m.workspace_id = old.workspace_id and m.id = old.id
     and not exists (select from webhook_endpoint e join webhook_delivery d
       on d.workspace_id = e.workspace_id and d.endpoint_id = e.id and d.message_id = m.id
       where e.workspace_id = m.workspace_id and d.state = 'pending')
   returning 1`,
)

const hoursStatement = statement(
  'delete_old_webhook_hours',
  `delete from webhook_hour where ctid = any (array(
     select ctid from webhook_hour where hour < $1::timestamptz - interval '1 hour' limit ${rowsAtOnce})) returning 1`,
)

/** Deletes what is older: deliveries with their attempts, bodies, counts. Answers how many rows. */
export async function deleteOldDeliveries(db: Database, before: Date): Promise<number> {
  const oldest = smallestIdOf(before)
  const deliveries = await db.run(deliveriesStatement, [oldest, rowsAtOnce])
  if (deliveries.length > 0) return deliveries.length
  const messages = await db.run(messagesStatement, [oldest, rowsAtOnce])
  if (messages.length > 0) return messages.length
  return (await db.run(hoursStatement, [before.toISOString()])).length
}

/** The first UUIDv7 of a moment: 48 bits of milliseconds. */
function smallestIdOf(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

const expungeStatement = statement(
  'expunge_webhook_bodies',
  `with gone as (
     select m.workspace_id, m.id from webhook_message m
     where m.subject_type = 'contact' and m.body is not null
       and not exists (select from contact c
         where c.workspace_id = m.workspace_id and c.id = m.subject_id)
     limit ${rowsAtOnce}
   ), deliveries as (
     update webhook_delivery d set body = null from gone, webhook_endpoint e
     where e.workspace_id = gone.workspace_id and d.workspace_id = e.workspace_id
       and d.endpoint_id = e.id and d.message_id = gone.id
       -- Ids of deliveries begin with the time of their message: only those are looked at.
       and d.id >= (left(gone.id::text, 13) || '-8000-8000-000000000000')::uuid
       and d.id <= (left(gone.id::text, 13) || '-8fff-bfff-ffffffffffff')::uuid
     returning d.workspace_id, d.endpoint_id, d.id
   ), attempts as (
     update webhook_attempt a set response_body = null, response_headers = null from deliveries d
     where a.workspace_id = d.workspace_id and a.endpoint_id = d.endpoint_id
       and a.delivery_id = d.id
   )
   update webhook_message m set body = null from gone
   where m.workspace_id = gone.workspace_id and m.id = gone.id
   returning 1`,
)

/** Empties bodies about people who are deleted for good. Answers how many. */
export async function expungeBodies(db: Database): Promise<number> {
  return (await db.run(expungeStatement, [])).length
}
