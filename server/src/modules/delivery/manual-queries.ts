import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type EndpointKey = { readonly workspaceId: string; readonly endpointId: string }

const deliveryStatement = statement(
  'find_webhook_delivery',
  `select d.id, d.message_id as "messageId", d.subject_id as "subjectId", d.sequence,
     coalesce(d.body, m.body) as body
   from webhook_delivery d
   left join webhook_message m on m.workspace_id = d.workspace_id and m.id = d.message_id
   where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = $3`,
)

export async function selectDelivery(
  db: Database,
  { workspaceId, endpointId, deliveryId }: EndpointKey & { readonly deliveryId: string },
) {
  const [row] = await db.run<{
    id: string
    messageId: string
    subjectId: string
    sequence: number | null
    body: Buffer | null
  }>(deliveryStatement, [workspaceId, endpointId, deliveryId])
  return row
}

const testStatement = statement(
  'insert_webhook_test',
  `insert into webhook_delivery (workspace_id, endpoint_id, id, message_id, event, subject_id,
     trigger, state, created_at, completed_at)
   values ($1, $2, $3, $4, $5, $4, 'test', 'failed', now(), now())`,
)

/** A test ends with its one attempt; until that is noted it counts as failed. */
export async function insertEndedTest(
  tx: Executor,
  test: EndpointKey & { readonly id: string; readonly messageId: string; readonly event: string },
): Promise<void> {
  await tx.run(testStatement, [
    test.workspaceId,
    test.endpointId,
    test.id,
    test.messageId,
    test.event,
  ])
}

// Of an endpoint in order, the first of each subject goes ahead and the others wait behind it. All
// begin their schedule anew.
const restoreStatement = statement(
  'restore_failed_deliveries',
  `with failed as (
     select id, sequence is not null and (
         row_number() over (partition by subject_id order by sequence) > 1
         or exists (select from webhook_delivery p
           where p.workspace_id = d.workspace_id and p.endpoint_id = d.endpoint_id
             and p.subject_id = d.subject_id and p.state = 'pending' and p.sequence is not null)
       ) as is_held
     from webhook_delivery d
     where workspace_id = $1 and endpoint_id = $2 and state = 'failed' and trigger <> 'test'
       and created_at >= $3
   )
   update webhook_delivery d set state = 'pending', completed_at = null,
     attempts_aside = d.attempts, scheduled_from = now(),
     next_attempt_at = case when f.is_held then 'infinity'::timestamptz else now() end
   from failed f where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = f.id
   returning 1`,
)

/** Answers how many deliveries are tried again. */
export async function restoreFailed(
  tx: Executor,
  { workspaceId, endpointId, since }: EndpointKey & { readonly since: Date },
): Promise<number> {
  const rows = await tx.run(restoreStatement, [workspaceId, endpointId, since.toISOString()])
  return rows.length
}
