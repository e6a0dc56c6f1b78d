import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 'sk_'
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^32 is about 190 bits. */
const randomLength = 32
/** 62^6 holds any CRC-32. */
const checksumLength = 6
const shape = /^sk_[0-9A-Za-z]{38}$/
const previewLength = 4

/** `sk_`, 32 random characters, and a checksum that rejects typing errors without the database. */
export function newKey(): string {
  const body = prefix + randomText()
  return body + checksumOf(body)
}

/** Whether this can be a key at all. Scanners for leaked secrets can tell as much. */
export function isWellFormed(key: string): boolean {
  return shape.test(key) && checksumOf(key.slice(0, -checksumLength)) === key.slice(-checksumLength)
}

/** SHA-256 in hexadecimal; the only form in which a key is kept. */
export function hashOf(key: string): string {
  return hash('sha256', key, 'hex')
}

/** What people may see of a key, well-formed or not. */
export function previewOf(key: string): string {
  // Fewer than a tenth of the characters; none of something too short to keep a secret otherwise.
  return key.length < 24 ? 'sk_...' : `sk_...${key.slice(-previewLength)}`
}

function randomText(): string {
  let text = ''
  while (text.length < randomLength) {
    for (const byte of randomBytes(randomLength * 2)) {
      // The 248 lowest values divide evenly among 62 characters; the rest would favour the first.
      if (byte < 248 && text.length < randomLength) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < checksumLength; place++) {
    digits = (alphabet[rest % alphabet.length] ?? '') + digits
    rest = Math.floor(rest / alphabet.length)
  }
  return digits
}
