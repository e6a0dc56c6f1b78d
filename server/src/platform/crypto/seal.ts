import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 'v1'
const ivBytes = 12
const tagBytes = 16

/**
 * Encrypts a secret with AES-256-GCM. `place` says whose it is (such as the row's id): sealed text that
 * is moved elsewhere cannot be opened. `key` is 32 bytes in base64.
 */
export function seal(key: string | undefined, place: string, secret: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', bytesOf(key), iv)
  cipher.setAAD(Buffer.from(place))
  const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final()])
  return `${version}.${Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')}`
}

/** Throws when it was sealed with another key or for another place, or was changed. */
export function unseal(key: string | undefined, place: string, sealed: string): string {
  const [given, text = ''] = sealed.split('.')
  const bytes = Buffer.from(text, 'base64url')
  if (given !== version || bytes.length < ivBytes + tagBytes) throw new SealError()
  const decipher = createDecipheriv('aes-256-gcm', bytesOf(key), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  try {
    const opened = decipher.update(bytes.subarray(ivBytes, bytes.length - tagBytes))
    return Buffer.concat([opened, decipher.final()]).toString('utf8')
  } catch (error) {
    throw new SealError({ cause: error })
  }
}

/** Usually ENCRYPTION_KEY is another one than when the secret was stored. */
class SealError extends Error {
  override readonly name = 'SealError'

  constructor(options?: ErrorOptions) {
    super('A stored secret cannot be opened with the present encryption key.', options)
  }
}

function bytesOf(key: string | undefined): Buffer {
  if (!key) throw new Error('There is no encryption key.')
  return Buffer.from(key, 'base64')
}
