import type { Context } from '../../context.ts'
import { Limiter } from '../../platform/limits/limiter.ts'
import { FailedAuthentications } from './failed-authentication.ts'
import { Keyring } from './keyring.ts'
import { RequestLog } from './request-log.ts'

/** What this module keeps in memory. */
export type AccessState = {
  readonly limiter: Limiter
  readonly keyring: Keyring
  readonly requestLog: RequestLog
  readonly failures: FailedAuthentications
}

const states = new WeakMap<Context, AccessState>()

/** The state of a running server: the guard and the use cases reach the same one by its context. */
export function stateOf(context: Context): AccessState {
  const known = states.get(context)
  if (known) return known
  const limiter = new Limiter()
  const requestLog = new RequestLog(context)
  const state = {
    limiter,
    keyring: new Keyring(context, limiter),
    requestLog,
    failures: new FailedAuthentications(context, requestLog),
  }
  states.set(context, state)
  return state
}
