import type { CommentChanges, NewComment, Pagination } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { emitJson } from '../../platform/events/event.ts'
import { RawJson } from '../../platform/raw-json.ts'
import {
  type CommentRow,
  countComments,
  deleteComment as deleteRow,
  findComment,
  insertComment,
  type Place,
  selectComments,
  selectMembers,
  updateComment,
} from './comment-queries.ts'
import { mentionsIn } from './mention-rules.ts'
import { findConversation, lockConversation } from './viewer-queries.ts'

/** Of one conversation: the whole of it shows them all. */
const commentsLimit = 1_000

export type Paged = { readonly limit: number; readonly offset: number }

export async function listComments(
  { db }: Context,
  principal: Principal,
  conversationId: string,
  paged: Paged,
): Promise<RawJson> {
  await requireConversation(db, principal, conversationId)
  const about = { workspaceId: principal.workspaceId, conversationId }
  const [rows, total] = await Promise.all([
    selectComments(db, about, paged),
    countComments(db, about),
  ])
  return pageOf(rows, total, paged)
}

export async function createComment(
  context: Context,
  principal: Principal,
  conversationId: string,
  { text, at_ms: atMs = null }: NewComment,
): Promise<string> {
  const { workspaceId, userId } = principal
  const place = { workspaceId, conversationId, id: context.newId() }
  return writing(context, principal, place, async (tx) => {
    if ((await countComments(tx, place)) >= commentsLimit) {
      throw new AppError('CONFLICT', `A conversation has at most ${commentsLimit} comments.`)
    }
    const mentioned = await selectMembers(tx, workspaceId, mentionsIn(text))
    await insertComment(tx, { ...place, authorId: userId, text, atMs, mentioned })
    return mentioned
  })
}

export async function changeComment(
  context: Context,
  principal: Principal,
  { conversationId, id }: Omit<Place, 'workspaceId'>,
  changes: CommentChanges,
): Promise<string> {
  const { workspaceId } = principal
  const place = { workspaceId, conversationId, id }
  return writing(context, principal, place, async (tx) => {
    const former = requireOwn(await findComment(tx, place), principal)
    const { text = former.text, at_ms: atMs = former.atMs } = changes
    if (text === former.text && atMs === former.atMs) return undefined
    const mentioned = await selectMembers(tx, workspaceId, mentionsIn(text))
    await updateComment(tx, { workspaceId, id, text, atMs, mentioned, at: context.now() })
    const others = mentioned.filter((userId) => !former.mentioned.includes(userId))
    return others.length > 0 ? others : undefined
  })
}

export async function deleteComment(
  { db }: Context,
  principal: Principal,
  { conversationId, id }: Omit<Place, 'workspaceId'>,
): Promise<void> {
  const { workspaceId } = principal
  await db.transaction(async (tx) => {
    await requireConversation(tx, principal, conversationId)
    requireOwn(await findComment(tx, { workspaceId, conversationId, id }), principal)
    await deleteRow(tx, workspaceId, id)
  })
}

/**
 * Runs a change, which answers whom to tell of it, or undefined when it is not announced. Answers the
 * comment as it is afterwards, as JSON text.
 */
async function writing(
  context: Context,
  principal: Principal,
  place: Place,
  change: (tx: Executor) => Promise<readonly string[] | undefined>,
): Promise<string> {
  const json = await context.db.transaction(async (tx) => {
    const told = await requireConversation(tx, principal, place.conversationId)
    await lockConversation(tx, place.workspaceId, place.conversationId)
    const mentioned = await change(tx)
    const comment = await findComment(tx, place)
    if (!comment) throw notFound()
    if (mentioned) {
      const ids = JSON.stringify(mentioned)
      await emitJson(tx, {
        workspaceId: place.workspaceId,
        id: context.newId(),
        name: 'conversation.commented',
        subjectType: 'conversation',
        subjectId: place.conversationId,
        actorUserId: principal.userId,
        payload: `{"conversation":${told},"comment":${comment.json},"mentioned_user_ids":${ids}}`,
      })
    }
    return comment.json
  })
  context.wakeRelay()
  return json
}

/** What events tell of the conversation, as JSON text. */
export async function requireConversation(
  db: Pick<Executor, 'run'>,
  principal: Principal,
  id: string,
): Promise<string> {
  const told = await findConversation(db, principal, id)
  if (told === undefined) {
    throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
  }
  return told
}

function requireOwn(comment: CommentRow | undefined, { userId }: Principal): CommentRow {
  if (!comment) throw notFound()
  if (comment.authorId === userId) return comment
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'A comment is changed by whoever wrote it.')
}

const notFound = () => new AppError('COMMENT_NOT_FOUND', 'There is no such comment.')

/** Rows of a list that are JSON text already. */
export function pageOf(rows: readonly string[], total: number, { limit, offset }: Paged): RawJson {
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + rows.length < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return new RawJson(
    `{"data":[${rows.join(',')}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}
