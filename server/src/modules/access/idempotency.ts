import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Attempt, IdempotencyStore, KeptReply } from '../../platform/idempotency.ts'
import {
  deleteExpiredKeys,
  deleteReservation,
  findHeldKey,
  type HeldKey,
  type KeyName,
  tryReserve,
  updateReply,
} from './idempotency-queries.ts'
import { decideRepeat, type Repeat } from './rules.ts'

const keptForMs = 24 * 3_600_000
/** A key may be released between our two looks at it; more often than this it is not. */
const maxLooks = 3

/** Keeps the replies to requests with an Idempotency-Key for 24 hours, per person and key. */
export function idempotencyStore(context: Context): IdempotencyStore {
  const { db } = context
  return {
    reserve: (attempt) => reserve(context, attempt),
    keep: (attempt, id, reply) => updateReply(db, nameOf(attempt), { id, ...reply }),
    release: (attempt, id) => deleteReservation(db, nameOf(attempt), id),
  }
}

async function reserve(
  context: Context,
  attempt: Attempt,
): Promise<{ kept: KeptReply } | { reservation: string }> {
  const name = nameOf(attempt)
  for (let look = 0; look < maxLooks; look += 1) {
    const id = context.newId()
    const reservedAt = context.now()
    const expiresAt = new Date(reservedAt.getTime() + keptForMs)
    const row = { id, fingerprint: attempt.fingerprint, reservedAt, expiresAt }
    if (await tryReserve(context.db, name, row)) return { reservation: id }
    const held = await findHeldKey(context.db, name)
    if (held) return { kept: requireReply(held, attempt, reservedAt) }
  }
  throw refusals.in_progress()
}

function requireReply(held: HeldKey, { fingerprint }: Attempt, now: Date): KeptReply {
  const decision = decideRepeat(held, fingerprint, now.getTime())
  const { status, body } = held
  if (decision === 'repeat' && status !== null && body !== null) return { status, body }
  throw refusals[decision === 'repeat' ? 'reply_not_kept' : decision]()
}

const refusals: Record<Exclude<Repeat, 'repeat'>, () => AppError> = {
  other_request: () =>
    new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was sent with another request; take a new key for each request.',
    ),
  in_progress: () =>
    new AppError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this Idempotency-Key is still running.',
      { outcome: 'in_progress' },
      { retryAfterSeconds: 1 },
    ),
  outcome_unknown: () =>
    new AppError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this Idempotency-Key was interrupted and may have been carried out. Look whether it was, then send what is missing under a new key.',
      { outcome: 'unknown' },
    ),
  reply_not_kept: () =>
    new AppError(
      'IDEMPOTENCY_KEY_IN_USE',
      'This request was carried out. Its reply held a secret, which is not shown twice.',
      { outcome: 'done' },
    ),
}

function nameOf({ principal, key }: Attempt): KeyName {
  return { workspaceId: principal.workspaceId, userId: principal.userId, key }
}

/** For the daily clean-up. Answers how many keys were forgotten. */
export async function purgeIdempotencyKeys(context: Context): Promise<number> {
  return deleteExpiredKeys(context.db, context.now())
}
