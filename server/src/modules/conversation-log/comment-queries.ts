import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const shown = `json_build_object('id', n.id, 'conversation_id', n.conversation_id, 'text', n.text,
  'at_ms', n.at_ms, 'author_id', n.author_id,
  'author_name', (select u.name from app_user u where u.id = n.author_id),
  'mentioned_user_ids', n.mentioned_user_ids, 'created_at', iso(n.created_at),
  'edited_at', iso(n.edited_at))`

/** Those of a conversation `c`, as a list. */
export const commentsOf = `(select coalesce(json_agg(${shown} order by n.id), '[]')
  from conversation_comment n
  where n.workspace_id = c.workspace_id and n.conversation_id = c.id)`

export type Place = {
  readonly workspaceId: string
  readonly conversationId: string
  readonly id: string
}

const listStatement = statement(
  'list_comments',
  `select ${shown}::text as json from conversation_comment n
   where n.workspace_id = $1 and n.conversation_id = $2 order by n.id limit $3 offset $4`,
)

export async function selectComments(
  db: Runner,
  { workspaceId, conversationId }: Omit<Place, 'id'>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<string[]> {
  const values = [workspaceId, conversationId, limit, offset]
  return (await db.run<{ json: string }>(listStatement, values)).map(({ json }) => json)
}

const countStatement = statement(
  'count_comments',
  `select count(*) as count from conversation_comment
   where workspace_id = $1 and conversation_id = $2`,
)

export async function countComments(
  db: Runner,
  { workspaceId, conversationId }: Omit<Place, 'id'>,
): Promise<number> {
  const values = [workspaceId, conversationId]
  const [row] = await db.run<{ count: number }>(countStatement, values)
  return row?.count ?? 0
}

export type CommentRow = {
  readonly json: string
  readonly authorId: string
  readonly text: string
  readonly atMs: number | null
  readonly mentioned: readonly string[]
}

const findStatement = statement(
  'find_comment',
  `select ${shown}::text as json, n.author_id as "authorId", n.text, n.at_ms as "atMs",
     n.mentioned_user_ids as mentioned
   from conversation_comment n
   where n.workspace_id = $1 and n.conversation_id = $2 and n.id = $3`,
)

export async function findComment(
  db: Runner,
  { workspaceId, conversationId, id }: Place,
): Promise<CommentRow | undefined> {
  const [row] = await db.run<CommentRow>(findStatement, [workspaceId, conversationId, id])
  return row
}

export type NewRow = Place & {
  readonly authorId: string
  readonly text: string
  readonly atMs: number | null
  readonly mentioned: readonly string[]
}

const insertStatement = statement(
  'insert_comment',
  `insert into conversation_comment
     (workspace_id, id, conversation_id, author_id, text, at_ms, mentioned_user_ids)
   values ($1, $2, $3, $4, $5, $6, $7)`,
)

export async function insertComment(tx: Runner, row: NewRow): Promise<void> {
  const { workspaceId, id, conversationId, authorId, text, atMs, mentioned } = row
  const said = [authorId, text, atMs, mentioned]
  await tx.run(insertStatement, [workspaceId, id, conversationId, ...said])
}

const updateStatement = statement(
  'update_comment',
  `update conversation_comment set text = $3, at_ms = $4, mentioned_user_ids = $5, edited_at = $6
   where workspace_id = $1 and id = $2`,
)

export async function updateComment(
  tx: Runner,
  row: Pick<NewRow, 'workspaceId' | 'id' | 'text' | 'atMs' | 'mentioned'> & { readonly at: Date },
): Promise<void> {
  const { workspaceId, id, text, atMs, mentioned, at } = row
  await tx.run(updateStatement, [workspaceId, id, text, atMs, mentioned, at])
}

const deleteStatement = statement(
  'delete_comment',
  'delete from conversation_comment where workspace_id = $1 and id = $2',
)

export async function deleteComment(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, id])
}

const membersStatement = statement(
  'members_mentioned',
  `select distinct m.user_id as "userId" from member m
   where m.workspace_id = $1 and (m.id = any($2::uuid[]) or m.user_id = any($2::uuid[]))
   order by m.user_id`,
)

/** The user ids of those of the workspace, whichever of a member's two ids was given. */
export async function selectMembers(
  tx: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.run<{ userId: string }>(membersStatement, [workspaceId, ids])
  return rows.map(({ userId }) => userId)
}
