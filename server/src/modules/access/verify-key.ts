import { isIP } from 'node:net'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { hashOf, isWellFormed } from './key-format.ts'
import { type KnownKey, keyringOf } from './keyring.ts'

/** Where a request comes from. */
export type Visitor = { readonly ip: string }

/**
 * Answers the key's owner and limits, or throws the refusal. A malformed key never reaches the
 * database; one verified within the last seconds does not either, and is answered synchronously.
 */
export function keyVerifier(context: Context) {
  const keyring = keyringOf(context)
  return (key: string, visitor: Visitor): KnownKey | Promise<KnownKey> => {
    const hash = hashOf(key)
    const known = keyring.recall(hash, context.now().getTime())
    if (known !== undefined) return requireUsable(context, known, visitor)
    if (!isWellFormed(key)) throw unknownKey()
    return keyring.find(hash).then((found) => requireUsable(context, found, visitor))
  }
}

function requireUsable(context: Context, key: KnownKey | undefined, visitor: Visitor): KnownKey {
  if (key === undefined) throw unknownKey()
  if (key.revoked) throw new AppError('INVALID_API_KEY', 'This API key was revoked.')
  if (key.expiresAtMs <= context.now().getTime()) {
    throw new AppError('API_KEY_EXPIRED', 'This API key has expired.')
  }
  if (key.addresses !== undefined) requireAddress(key.addresses, visitor.ip)
  return key
}

function requireAddress(addresses: NonNullable<KnownKey['addresses']>, ip: string): void {
  if (addresses.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')) return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    'This API key may not be used from your address.',
    { address: ip },
  )
}

const unknownKey = () => new AppError('INVALID_API_KEY', 'This API key is not valid.')
