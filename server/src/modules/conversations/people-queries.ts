import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Colleague, Guest } from './speaker-rules.ts'

const colleaguesStatement = statement(
  'colleagues',
  `select m.user_id as "userId", u.name, u.email, m.phone_e164 as "phoneE164"
   from member m join app_user u on u.id = m.user_id where m.workspace_id = $1`,
)

export function selectColleagues(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
): Promise<Colleague[]> {
  return tx.run<Colleague>(colleaguesStatement, [workspaceId])
}

const guestsStatement = statement(
  'guests_of_conversation',
  `select a.name, a.email, x.phone_e164 as "phoneE164", a.is_external as "isExternal",
     a.contact_id as "contactId"
   from conversation_attendee a
   left join contact x on x.workspace_id = a.workspace_id and x.id = a.contact_id
     and x.deleted_at is null
   where a.workspace_id = $1 and a.conversation_id = $2
   union all
   select x.first_name || coalesce(' ' || x.last_name, ''), x.email, x.phone_e164, true, x.id
   from conversation c join contact x on x.workspace_id = c.workspace_id and x.id = c.contact_id
     and x.deleted_at is null
   where c.workspace_id = $1 and c.id = $2`,
)

/** Those who were invited, and the contact the conversation is with. */
export function selectGuests(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  conversationId: string,
): Promise<Guest[]> {
  return tx.run<Guest>(guestsStatement, [workspaceId, conversationId])
}
