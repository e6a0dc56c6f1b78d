import { hash } from 'node:crypto'
import { storableBody } from '../conversations/index.ts'
import type { Capture } from './capture-rules.ts'

export type Keyed = {
  readonly capture: Capture
  readonly digest: string | null
  readonly lock: bigint
}

/** What makes a call the same as another one: its external id, else its whole body. */
export function identityOf({ capture, workspaceId, body }: Capture): Omit<Keyed, 'capture'> {
  const { external_call_id: externalId, external_system: system } = capture
  const digest = externalId ? null : hash('sha256', storableBody(body), 'hex')
  return { digest, lock: lockOf(workspaceId, digest ?? `${system ?? ''} ${externalId}`) }
}

/** Any number: other uses of such locks have small ones. */
export function lockOf(workspaceId: string, name: string): bigint {
  return hash('sha256', `call capture ${workspaceId} ${name}`, 'buffer').readBigInt64BE()
}

/** Calls that may be the same come one after another, in the order in which they were sent. */
export function roundsOf(all: readonly Keyed[]): Keyed[][] {
  const rounds: Keyed[][] = []
  const seen = new Map<bigint, number>()
  for (const keyed of all) {
    const turn = seen.get(keyed.lock) ?? 0
    seen.set(keyed.lock, turn + 1)
    const round = (rounds[turn] ??= [])
    round.push(keyed)
  }
  return rounds
}
