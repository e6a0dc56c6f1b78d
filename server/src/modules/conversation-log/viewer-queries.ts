import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Who looks: their own conversations alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

export const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

/** What events tell of a conversation `c`. */
const told = `json_build_object('id', c.id, 'kind', c.kind, 'title', c.title,
  'owner_id', c.owner_id, 'contact_id', c.contact_id, 'company_id', c.company_id,
  'deal_id', c.deal_id)`

const findStatement = statement(
  'find_visible_conversation',
  `select ${told}::text as json from conversation c where c.workspace_id = $1
     and ($2::uuid is null or c.owner_id = $2) and c.id = $3 and c.deleted_at is null`,
)

/** What events tell of it, as JSON text; undefined when this person sees none. */
export async function findConversation(
  db: Pick<Executor, 'run'>,
  viewer: Viewer,
  id: string,
): Promise<string | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<{ json: string }>(findStatement, values)
  return row?.json
}

const lockStatement = statement(
  'lock_conversation_of_comments',
  `select id from conversation where workspace_id = $1 and id = $2 for update`,
)

/** Held until the transaction ends: so many comments and clips, and no more. */
export async function lockConversation(
  tx: Pick<Executor, 'run'>,
  workspaceId: string,
  id: string,
): Promise<void> {
  await tx.run(lockStatement, [workspaceId, id])
}
