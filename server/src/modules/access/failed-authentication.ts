import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { Limiter, take } from '../../platform/limits/limiter.ts'
import { refuseForNow } from '../../platform/limits/refusal.ts'
import { previewOf } from './key-format.ts'
import type { KnownKey } from './keyring.ts'
import type { RequestLog } from './request-log.ts'
import { addressGroup } from './rules.ts'

/** Why a key was refused; stored under these names. */
export type FailureReason = 'malformed' | 'unknown' | 'revoked' | 'expired' | 'address'

/** Wrong keys one address may send. Good keys from there are served all the same. */
const failureRate = { limit: 20, windowMs: 60_000 }
const maxAddresses = 20_000

/** Logs refused keys, and answers what their senders are told. */
export class FailedAuthentications {
  readonly #context: Context
  readonly #requestLog: RequestLog
  readonly #limiter = new Limiter(maxAddresses)

  constructor(context: Context, requestLog: RequestLog) {
    this.#context = context
    this.#requestLog = requestLog
  }

  /** The refusal to throw. Beyond the rate nothing is logged, so that nobody can fill the table. */
  refuse(reason: FailureReason, key: string, address: string, known?: KnownKey): AppError {
    const nowMs = this.#context.now().getTime()
    const bucket = this.#limiter.bucket(addressGroup(address), nowMs)
    const decision = take(bucket, failureRate, nowMs)
    if (!decision.allowed) return refuseForNow(failureRate, decision, nowMs)
    this.#requestLog.addFailure({
      reason,
      address,
      keyPreview: previewOf(key),
      workspaceId: known?.principal.workspaceId ?? null,
      keyId: known?.principal.keyId ?? null,
    })
    return refusals[reason]()
  }
}

const refusals: Record<FailureReason, () => AppError> = {
  malformed: () => new AppError('INVALID_API_KEY', 'This is not an API key.'),
  unknown: () => new AppError('INVALID_API_KEY', 'This API key is not valid.'),
  revoked: () => new AppError('INVALID_API_KEY', 'This API key was revoked.'),
  expired: () => new AppError('API_KEY_EXPIRED', 'This API key has expired.'),
  address: () =>
    new AppError('INSUFFICIENT_PERMISSIONS', 'This API key may not be used from your address.'),
}
