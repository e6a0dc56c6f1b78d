import type { CallingConsent } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type NewConsentRow = {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly source: string
  readonly text: string | null
  /** RFC 3339. */
  readonly givenAt: string
}

const shown = `id, number as "phoneNumber", kind, source, text, iso(given_at) as at,
  iso(revoked_at) as "revokedAt", iso(created_at) as "createdAt"`

const insertion = statement(
  'insert_calling_consents',
  `insert into calling_consent (workspace_id, id, number, kind, source, text, given_at, created_by,
     created_at)
   select $1, id, number, kind, source, text, "givenAt", $3, $4
   from json_to_recordset($2::json) as g(id uuid, number text, kind text, source text, text text,
     "givenAt" timestamptz)
   returning ${shown}`,
)

export function insertConsents(
  tx: Executor,
  workspaceId: string,
  rows: readonly NewConsentRow[],
  { createdBy, at }: { readonly createdBy: string | null; readonly at: Date },
): Promise<CallingConsent[]> {
  return tx.run<CallingConsent>(insertion, [workspaceId, JSON.stringify(rows), createdBy, at])
}

const revocation = statement(
  'revoke_calling_consent',
  `update calling_consent set revoked_at = coalesce(revoked_at, $3)
   where workspace_id = $1 and id = $2 returning ${shown}`,
)

export async function revokeConsentRow(
  tx: Executor,
  workspaceId: string,
  { id, at }: { readonly id: string; readonly at: Date },
): Promise<CallingConsent | undefined> {
  const [row] = await tx.run<CallingConsent>(revocation, [workspaceId, id, at])
  return row
}

const matching = 'workspace_id = $1 and ($2::text is null or starts_with(number, $2))'
const listing = statement(
  'list_calling_consents',
  `select ${shown} from calling_consent where ${matching} order by id desc limit $3 offset $4`,
)
const counting = statement(
  'count_calling_consents',
  `select count(*) as total, count(*) filter (where ${matching}) as filtered
   from calling_consent where workspace_id = $1`,
)

export async function selectConsents(
  db: Database,
  workspaceId: string,
  page: { readonly search: string | null; readonly limit: number; readonly offset: number },
): Promise<{ total: number; filtered: number; consents: CallingConsent[] }> {
  const [consents, [counts]] = await Promise.all([
    db.runPlanned<CallingConsent>(listing, [workspaceId, page.search, page.limit, page.offset]),
    db.runPlanned<{ total: number; filtered: number }>(counting, [workspaceId, page.search]),
  ])
  return { total: counts?.total ?? 0, filtered: counts?.filtered ?? 0, consents }
}
