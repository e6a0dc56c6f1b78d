import type { Principal } from './access.ts'

/** Whose request it is, and under which key. */
export type Attempt = {
  readonly principal: Principal
  readonly key: string
  /** SHA-256, in hexadecimal, of method, path and body. */
  readonly fingerprint: string
}

export type KeptReply = { readonly status: number; readonly body: string }

export type IdempotencyStore = {
  /** Answers the reply to repeat, or a reservation; throws when this attempt may not go ahead. */
  reserve(attempt: Attempt): Promise<{ kept: KeptReply } | { reservation: string }>
  /** `body` null: it held a secret, so only the fact is kept. */
  keep(attempt: Attempt, reservation: string, reply: Outcome): Promise<void>
  release(attempt: Attempt, reservation: string): Promise<void>
}

export type Outcome = { readonly status: number; readonly body: string | null }
