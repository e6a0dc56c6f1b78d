import type { MailLanguage } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type DueMail = {
  readonly workspaceId: string
  /** Monday of the week it is due in. */
  readonly week: string
  /** The day it is due. */
  readonly day: string
}

// One that could not be sent in time, because no server ran, is left out after a day.
const dueStatement = statement(
  'take_due_report_mails',
  `insert into report_mail (workspace_id, week, queued_at)
   select w.id, l.week, $1 from workspace w
   left join report_settings s on s.workspace_id = w.id
   cross join lateral (
     select date_trunc('week', $1::timestamptz at time zone w.time_zone)::date as week) l
   cross join lateral (
     select (l.week + (coalesce(s.mail_weekday, 1) - 1)
       + make_interval(hours => coalesce(s.mail_hour, 8))) at time zone w.time_zone as at) due
   where coalesce(s.mail_enabled, true) and due.at <= $1 and due.at > $1::timestamptz - interval '1 day'
     and w.created_at < due.at
   on conflict do nothing
   returning workspace_id as "workspaceId", week,
     (select ($1::timestamptz at time zone z.time_zone)::date from workspace z
      where z.id = workspace_id) as day`,
)

/** Notes the mails that are due, each once, on whichever node asks first. */
export function takeDueMails(tx: Runner, now: Date): Promise<DueMail[]> {
  return tx.run<DueMail>(dueStatement, [now])
}

export type Recipient = {
  readonly workspaceId: string
  readonly userId: string
  readonly email: string
  readonly workspace: string
  readonly language: MailLanguage
}

const recipientsStatement = statement(
  'list_report_recipients',
  `select m.workspace_id as "workspaceId", m.user_id as "userId", u.email, w.name as workspace,
     coalesce(s.mail_language, 'en') as language
   from member m join app_user u on u.id = m.user_id join workspace w on w.id = m.workspace_id
   left join report_settings s on s.workspace_id = m.workspace_id
   where m.workspace_id = any($1) and m.role in ('owner', 'admin', 'manager')
   order by m.workspace_id, m.user_id`,
)

/** Who leads: owners, admins and managers. */
export function selectRecipients(
  db: Runner,
  workspaceIds: readonly string[],
): Promise<Recipient[]> {
  return db.run<Recipient>(recipientsStatement, [workspaceIds])
}
