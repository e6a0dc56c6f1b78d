import { hiddenValue } from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'
import { headersPlace, secretPlace } from '../delivery/index.ts'

type Headers = Readonly<Record<string, string>>

export function sealSecret({ config }: Context, id: string, secret: string): string {
  return seal(config.encryptionKey, secretPlace(id), secret)
}

/** Null for none. */
function sealHeaders({ config }: Context, id: string, headers: Headers): string | null {
  if (Object.keys(headers).length === 0) return null
  return seal(config.encryptionKey, headersPlace(id), JSON.stringify(headers))
}

export function openHeaders({ config }: Context, id: string, sealed: string | null): Headers {
  if (sealed === null) return {}
  return JSON.parse(unseal(config.encryptionKey, headersPlace(id), sealed)) as Headers
}

/** The names, with nothing of the values. */
export function shownHeaders(context: Context, id: string, sealed: string | null): Headers {
  try {
    const names = Object.keys(openHeaders(context, id, sealed))
    return Object.fromEntries(names.map((name) => [name, hiddenValue]))
  } catch (error) {
    // Encrypted with a key that is gone: the webhook must be seen to be repaired.
    context.log.warn({ err: error, webhookId: id }, 'headers of a webhook cannot be decrypted')
    return {}
  }
}

/** The headers wanted, where `***` stands for the value that a header has. */
export function mergeHeaders(
  context: Context,
  { id, headers: sealed }: { readonly id: string; readonly headers: string | null },
  wanted: Headers,
): string | null {
  const keeps = Object.values(wanted).includes(hiddenValue)
  const stored = new Map(
    Object.entries(keeps ? openHeaders(context, id, sealed) : {}).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  )
  const merged = Object.entries(wanted).map(([name, value]) => {
    if (value !== hiddenValue) return [name, value] as const
    const before = stored.get(name.toLowerCase())
    if (before !== undefined) return [name, before] as const
    throw invalid('headers', `Field 'headers' has no value yet for ${name}.`)
  })
  return sealHeaders(context, id, Object.fromEntries(merged))
}
