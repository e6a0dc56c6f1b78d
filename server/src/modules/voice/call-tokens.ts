import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { insertToken, type TokenRow, takeToken } from './queries.ts'

/**
 * A page begins soon after its server asked for it. Whoever sent a command takes that back when nobody
 * answers; its time is for senders who died meanwhile.
 */
const lifetimesMs = { call: 300_000, listen: 300_000, control: 30_000 } as const
const secretBytes = 24

/** A token that works once, within its time. It names its workspace, and only its hash is kept. */
export async function createToken(
  context: Context,
  workspaceId: string,
  purpose: TokenRow['purpose'],
  allows: unknown,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const workspace = Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')
  const token = `ct_${workspace}.${randomBytes(secretBytes).toString('base64url')}`
  const expiresAt = new Date(context.now().getTime() + lifetimesMs[purpose])
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

/** Uses a token up, so that nobody else can; false: somebody did already, or it has expired. */
export async function takeTokenBack(
  context: Context,
  token: string,
  purpose: TokenRow['purpose'],
): Promise<boolean> {
  try {
    await redeemToken(context, token, purpose)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'CALL_TOKEN_INVALID') return false
    throw error
  }
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
