import { type BlockList, isIP } from 'node:net'
import type { Context } from '../../context.ts'
import type { FailureReason } from './failed-authentication.ts'
import { isWellFormed } from './key-format.ts'
import type { KnownKey } from './keyring.ts'
import { stateOf } from './state.ts'

/** Where a request comes from. */
export type Visitor = { readonly ip: string | undefined }

/**
 * Answers the key's owner and limits, or throws the refusal. A malformed key never reaches the
 * database; one verified within the last seconds does not either, and is answered synchronously.
 */
export function keyVerifier(context: Context) {
  const { keyring, failures } = stateOf(context)

  return (key: string, visitor: Visitor, nowMs: number): KnownKey | Promise<KnownKey> => {
    const requireUsable = (known: KnownKey | undefined): KnownKey => {
      const reason = whyUnusable(known, visitor, nowMs)
      if (reason === undefined && known !== undefined) return known
      throw failures.refuse(reason ?? 'unknown', key, visitor.ip ?? '', known)
    }
    const known = keyring.recall(key, nowMs)
    if (known !== undefined) return requireUsable(known)
    if (!isWellFormed(key)) throw failures.refuse('malformed', key, visitor.ip ?? '')
    return keyring.find(key).then(requireUsable)
  }
}

function whyUnusable(
  key: KnownKey | undefined,
  visitor: Visitor,
  nowMs: number,
): FailureReason | undefined {
  if (key === undefined) return 'unknown'
  if (key.revoked) return 'revoked'
  if (key.expiresAtMs <= nowMs) return 'expired'
  if (key.addresses === undefined) return undefined
  // Asking for the address costs a little: only keys with a list need it.
  return allows(key.addresses, visitor.ip ?? '') ? undefined : 'address'
}

function allows(addresses: BlockList, address: string): boolean {
  return addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
