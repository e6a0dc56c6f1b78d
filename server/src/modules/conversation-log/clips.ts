import type { ClipLink, LinkedClip, NewClip } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { readLinkToken, type Signer, writeLinkToken } from '../../platform/crypto/link-token.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { RawJson } from '../../platform/raw-json.ts'
import { cutAudio } from '../recordings/index.ts'
import {
  type ClipRow,
  countClips,
  deleteClip as deleteRow,
  findClip,
  findLinkedClip,
  insertClip,
  type LinkedRow,
  renameClip,
  selectClips,
  selectLength,
  selectSpokenWithin,
} from './clip-queries.ts'
import { type Passage, saidWithin } from './clip-rules.ts'
import type { Place } from './comment-queries.ts'
import { pageOf, type Paged, requireConversation } from './comments.ts'
import { lockConversation } from './viewer-queries.ts'

/** Of one conversation: the whole of it shows them all. */
const clipsLimit = 200
const defaultLinkSeconds = 604_800

type ClipPlace = Omit<Place, 'workspaceId'>

export async function listClips(
  { db }: Context,
  principal: Principal,
  conversationId: string,
  paged: Paged,
): Promise<RawJson> {
  await requireConversation(db, principal, conversationId)
  const about = { workspaceId: principal.workspaceId, conversationId }
  const [rows, total] = await Promise.all([selectClips(db, about, paged), countClips(db, about)])
  return pageOf(rows, total, paged)
}

/** As JSON text, like all that answer a clip. */
export async function createClip(
  context: Context,
  principal: Principal,
  conversationId: string,
  { title, start_ms: startMs, end_ms: endMs }: NewClip,
): Promise<string> {
  const { workspaceId, userId: createdBy } = principal
  const place = { workspaceId, conversationId, id: context.newId() }
  return context.db.transaction(async (tx) => {
    await requireConversation(tx, principal, conversationId)
    await lockConversation(tx, workspaceId, conversationId)
    if ((await countClips(tx, place)) >= clipsLimit) {
      throw new AppError('CONFLICT', `A conversation has at most ${clipsLimit} clips.`)
    }
    const lengthMs = await selectLength(tx, place)
    if (lengthMs !== null && startMs >= lengthMs) {
      throw invalid('start_ms', `Field 'start_ms' must be before the end, at ${lengthMs} ms.`)
    }
    await insertClip(tx, { ...place, title, startMs, endMs, createdBy })
    return required(await findClip(tx, place)).json
  })
}

export async function changeClip(
  { db }: Context,
  principal: Principal,
  { conversationId, id }: ClipPlace,
  title: string | undefined,
): Promise<string> {
  const place = { workspaceId: principal.workspaceId, conversationId, id }
  return db.transaction(async (tx) => {
    await requireConversation(tx, principal, conversationId)
    requireOwn(required(await findClip(tx, place)), principal)
    if (title !== undefined) await renameClip(tx, place.workspaceId, { id, title })
    return required(await findClip(tx, place)).json
  })
}

export async function deleteClip(
  { db }: Context,
  principal: Principal,
  { conversationId, id }: ClipPlace,
): Promise<void> {
  const { workspaceId, role } = principal
  await db.transaction(async (tx) => {
    await requireConversation(tx, principal, conversationId)
    const clip = required(await findClip(tx, { workspaceId, conversationId, id }))
    if (role === 'rep' || role === 'viewer') requireOwn(clip, principal)
    await deleteRow(tx, workspaceId, id)
  })
}

const linkedPath = '/functions/v1/linked-clips'

/** A link that shows and plays the clip without a key until it expires. */
export async function makeClipLink(
  context: Context,
  principal: Principal,
  { conversationId, id }: ClipPlace,
  { seconds, baseUrl }: { readonly seconds: number | undefined; readonly baseUrl: string },
): Promise<ClipLink> {
  const { workspaceId } = principal
  await requireConversation(context.db, principal, conversationId)
  required(await findClip(context.db, { workspaceId, conversationId, id }))
  const expiresAtMs = context.now().getTime() + (seconds ?? defaultLinkSeconds) * 1_000
  const token = writeLinkToken(signerOf(context), { workspaceId, id, expiresAtMs })
  return {
    url: `${baseUrl}${linkedPath}?token=${token}`,
    expires_at: new Date(expiresAtMs).toISOString(),
  }
}

/** What the holder of a link sees. */
export async function getLinkedClip(
  context: Context,
  { token, baseUrl }: { readonly token: string; readonly baseUrl: string },
): Promise<LinkedClip> {
  const { clip, workspaceId, expiresAtMs } = await openLink(context, token)
  const spoken = await selectSpokenWithin(context.db, workspaceId, clip)
  const passages = spoken.map(({ words, ...row }) => ({
    ...row,
    words: words === null ? null : (JSON.parse(words) as Passage['words']),
  }))
  const segments = saidWithin(passages, clip)
  const heard = new Set(segments.map(({ speaker }) => speaker))
  const speakers = JSON.parse(clip.speakers) as LinkedClip['speakers']
  return {
    title: clip.title,
    start_ms: clip.startMs,
    end_ms: clip.endMs,
    audio_url: clip.hasAudio ? `${baseUrl}${linkedPath}/audio?token=${token}` : null,
    speakers: speakers.filter(({ number }) => heard.has(number)),
    segments,
    expires_at: new Date(expiresAtMs).toISOString(),
  }
}

/** What the holder of a link hears. */
export async function playLinkedClip(
  context: Context,
  { token, range }: { readonly token: string; readonly range: string | undefined },
): ReturnType<typeof cutAudio> {
  const { clip, workspaceId, clipId } = await openLink(context, token)
  return cutAudio(context, { ...clip, workspaceId, clipId, range })
}

type OpenLink = {
  readonly clip: LinkedRow
  readonly workspaceId: string
  readonly clipId: string
  readonly expiresAtMs: number
}

async function openLink(context: Context, token: string): Promise<OpenLink> {
  const linked = readLinkToken(signerOf(context), token)
  if (!linked || linked.expiresAtMs <= context.now().getTime()) {
    throw new AppError('LINK_EXPIRED', 'The link has expired or is not one of ours.')
  }
  const { workspaceId, id: clipId, expiresAtMs } = linked
  const clip = required(await findLinkedClip(context.db, workspaceId, clipId))
  return { clip, workspaceId, clipId, expiresAtMs }
}

function signerOf({ config }: Context): Signer {
  if (config.encryptionKey === undefined) throw new Error('There is no encryption key.')
  return { key: config.encryptionKey, label: 'clip link' }
}

function requireOwn({ createdBy }: ClipRow, { userId }: Principal): void {
  if (createdBy === userId) return
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'The clip is somebody else’s.')
}

function required<T>(clip: T | undefined): T {
  if (clip === undefined) throw new AppError('CLIP_NOT_FOUND', 'There is no such clip.')
  return clip
}
