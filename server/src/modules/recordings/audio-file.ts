import type { Readable } from 'node:stream'
import type { AudioLink } from '@parley/contract'
import { addressForPeople } from '../../address-for-people.ts'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { readLinkToken, type Signer, writeLinkToken } from '../../platform/crypto/link-token.ts'
import { AppError } from '../../platform/errors.ts'
import { selectFile, type StoredFile, type Viewer } from './queries.ts'
import { type ByteRange, dispositionOf, mediaTypeOf, readRange } from './range-rules.ts'
import { notFound } from './recordings.ts'

const defaultLinkSeconds = 3_600

/** What of a file is to be sent, and what its headers say. */
export type Playing = {
  readonly size: number
  readonly range: ByteRange | 'unsatisfiable' | undefined
  readonly mediaType: string
  readonly disposition: string
  /** Files never change under their id. */
  readonly etag: string
  open(): Promise<Readable>
}

export async function playAudio(
  context: Context,
  viewer: Viewer,
  { id, range: header }: { readonly id: string; readonly range: string | undefined },
): Promise<Playing> {
  const file = await requireFile(context, viewer, id)
  const key = { workspaceId: viewer.workspaceId, id }
  const size = await context.media.stat(key)
  if (size === undefined) throw notFound()
  const range = readRange(header, size)
  return {
    size,
    range,
    mediaType: mediaTypeOf(file.format),
    disposition: dispositionOf(file.fileName ?? file.title),
    etag: `"${id}-${size}"`,
    open: () => context.media.read(key, range === 'unsatisfiable' ? undefined : range),
  }
}

async function requireFile({ db }: Context, viewer: Viewer, id: string): Promise<StoredFile> {
  const file = await selectFile(db, viewer, id)
  if (!file) throw notFound()
  if (!file.isStored) throw new AppError('CONFLICT', 'The file is not here yet.')
  return file
}

/** A link that plays without a key until it expires. */
export async function makeLink(
  context: Context,
  principal: Principal,
  { id, seconds, baseUrl }: { id: string; seconds: number | undefined; baseUrl: string },
): Promise<AudioLink> {
  await requireFile(context, principal, id)
  return linkAt(context, { workspaceId: principal.workspaceId, id }, { seconds, baseUrl })
}

/** The same, made where nobody asked for it over HTTP. */
export function linkToRecording(
  context: Context,
  recording: { readonly workspaceId: string; readonly id: string },
  { seconds, baseUrl }: { readonly seconds: number; readonly baseUrl?: string },
): string {
  const address = baseUrl ?? addressForPeople(context.config, context.config.port)
  return linkAt(context, recording, { seconds, baseUrl: address }).url
}

function linkAt(
  context: Context,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  { seconds = defaultLinkSeconds, baseUrl }: { seconds: number | undefined; baseUrl: string },
): AudioLink {
  const expiresAtMs = context.now().getTime() + seconds * 1_000
  const token = writeLinkToken(signerOf(context), { workspaceId, id, expiresAtMs })
  return {
    url: `${baseUrl}/functions/v1/linked-audio?token=${token}`,
    expires_at: new Date(expiresAtMs).toISOString(),
  }
}

/** The file behind a link. A recording that was deleted meanwhile is not found. */
export async function playLinked(
  context: Context,
  { token, range }: { readonly token: string; readonly range: string | undefined },
): Promise<Playing> {
  const linked = readLinkToken(signerOf(context), token)
  if (!linked || linked.expiresAtMs <= context.now().getTime()) {
    throw new AppError('LINK_EXPIRED', 'The link has expired or is not one of ours.')
  }
  const viewer = { workspaceId: linked.workspaceId, userId: '', seesAllRows: true }
  return playAudio(context, viewer, { id: linked.id, range })
}

function signerOf({ config }: Context): Signer {
  if (config.encryptionKey === undefined) throw new Error('There is no encryption key.')
  return { key: config.encryptionKey, label: 'recording link' }
}
