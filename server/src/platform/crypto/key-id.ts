import { createHash } from 'node:crypto'

const idLength = 16

/** A name for a key from which the key cannot be found: two keys with one name are the same. */
export function keyIdOf(key: string): string {
  return createHash('sha256').update(`parley key id ${key}`).digest('hex').slice(0, idLength)
}
