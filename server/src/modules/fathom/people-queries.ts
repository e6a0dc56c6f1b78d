import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type KnownContact = {
  readonly id: string
  /** Lower case. */
  readonly email: string
  readonly company_id: string | null
}

const contactsStatement = statement(
  'contacts_by_email',
  `select id, lower(email) as email, company_id from contact
   where workspace_id = $1 and lower(email) = any ($2::text[]) and deleted_at is null`,
)

export function selectContacts(
  tx: Executor,
  workspaceId: string,
  emails: readonly string[],
): Promise<KnownContact[]> {
  return tx.run<KnownContact>(contactsStatement, [workspaceId, emails])
}

const leadStatement = statement(
  'mark_lead',
  'update contact set lead_source = $3 where workspace_id = $1 and id = $2',
)

export async function markLead(
  tx: Executor,
  workspaceId: string,
  id: string,
  source: 'fathom' | 'meetings_webhook',
): Promise<void> {
  await tx.run(leadStatement, [workspaceId, id, source])
}

const companiesStatement = statement(
  'companies_by_domain',
  `select distinct on (domain) domain, id from company
   where workspace_id = $1 and domain = any ($2::text[]) and deleted_at is null
   order by domain, created_at`,
)

/** Domain → the company there. */
export async function selectCompanies(
  tx: Executor,
  workspaceId: string,
  domains: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const values = [workspaceId, domains]
  const rows = await tx.run<{ domain: string; id: string }>(companiesStatement, values)
  return new Map(rows.map(({ domain, id }) => [domain, id]))
}

const namedStatement = statement(
  'records_by_name',
  `select
     (select min(id::text) from company where workspace_id = $1 and deleted_at is null
       and lower(name) = any ($2::text[])) as company_id,
     (select case when count(*) = 1 then min(id::text) end from deal
       where workspace_id = $1 and deleted_at is null and status = 'open'
       and lower(title) = any ($3::text[])) as deal_id`,
)

/** The company and the one open deal of these names (in lower case), where they exist. */
export async function findNamed(
  tx: Executor,
  workspaceId: string,
  companies: readonly string[],
  deals: readonly string[],
): Promise<{ readonly company_id: string | null; readonly deal_id: string | null }> {
  const [row] = await tx.run<{ company_id: string | null; deal_id: string | null }>(
    namedStatement,
    [workspaceId, companies, deals],
  )
  return row ?? { company_id: null, deal_id: null }
}

const settingsStatement = statement(
  'meeting_settings',
  `select leads_from_meetings as "leadsFromMeetings",
     (select user_id from member m where m.workspace_id = w.id and m.role = 'owner'
       order by m.created_at, m.id limit 1) as "ownerId"
   from workspace w where id = $1`,
)

export type MeetingSettings = {
  readonly leadsFromMeetings: boolean
  /** Whose the meetings are that nobody else can be found for. */
  readonly ownerId: string
}

export async function getSettings(tx: Executor, workspaceId: string): Promise<MeetingSettings> {
  const [row] = await tx.run<MeetingSettings>(settingsStatement, [workspaceId])
  if (!row) throw new Error('The workspace is gone.')
  return row
}
