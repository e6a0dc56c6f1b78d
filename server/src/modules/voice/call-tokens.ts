import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { insertToken, type TokenRow, takeToken } from './queries.ts'

const lifetimeMs = 5 * 60_000
const secretBytes = 24

/** A token that works once within five minutes. It names its workspace, and only its hash is kept. */
export async function createToken(
  context: Context,
  workspaceId: string,
  purpose: TokenRow['purpose'],
  allows: unknown,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const workspace = Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')
  const token = `ct_${workspace}.${randomBytes(secretBytes).toString('base64url')}`
  const expiresAt = new Date(context.now().getTime() + lifetimeMs)
  await insertToken(context.db, {
    workspaceId,
    id: context.newId(),
    hash: hashOf(token),
    purpose,
    allows: JSON.stringify(allows),
    expiresAt,
  })
  return { token, expiresAt: expiresAt.toISOString() }
}

/** What a token allows; it is used up by that. */
export async function redeemToken(
  context: Context,
  token: string,
  purpose: TokenRow['purpose'],
): Promise<{ readonly workspaceId: string; readonly allows: unknown }> {
  const workspaceId = workspaceIn(token)
  const now = context.now()
  const allows =
    workspaceId && (await takeToken(context.db, { workspaceId, hash: hashOf(token), purpose, now }))
  if (!workspaceId || !allows) {
    throw new AppError('CALL_TOKEN_INVALID', 'The call token is unknown, used or expired.')
  }
  return { workspaceId, allows: JSON.parse(allows) as unknown }
}

function workspaceIn(token: string): string | undefined {
  const [, encoded] = /^ct_([\w-]{22})\.[\w-]+$/.exec(token) ?? []
  if (!encoded) return undefined
  const hex = Buffer.from(encoded, 'base64url').toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
