import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Mailer } from '../../providers/mail/index.ts'
import type { FailureReason } from './failure-rules.ts'

export type Tester = {
  readonly context: Context
  readonly principal: Principal
  readonly mailer: Mailer
}

/** Tries something out: answers what came of it, or throws why nothing did. */
export type Check = (tester: Tester, signal: AbortSignal) => Promise<string>

/** What a check found wrong by itself; errors of services are told apart by what they say. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure'
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string) {
    super(message)
    this.reason = reason
  }
}

export function notConfigured(variables: string): CheckFailure {
  return new CheckFailure('not_configured', `Nothing is set up. Set ${variables} and start again.`)
}
