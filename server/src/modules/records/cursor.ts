import { invalid } from '../../platform/errors.ts'

/** Where a page ended: the last row's sort key and id, or how many ranked rows were shown. */
export type Cursor =
  | { readonly after: { readonly key: string; readonly id: string }; readonly sort: string }
  | { readonly skip: number; readonly sort: string }

export function writeCursor(cursor: Cursor): string {
  const parts =
    'after' in cursor
      ? [cursor.sort, cursor.after.key, cursor.after.id]
      : [cursor.sort, cursor.skip]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Keys are what PostgreSQL printed; this is only a bound, the comparison casts them. */
const maxKeyCharacters = 4_000

/** `sort` must be the one the cursor was made for, such as `created_at desc`. */
export function readCursor(text: string, sort: string, isKey: (key: string) => boolean): Cursor {
  const parts = parse(text)
  const [madeFor, key, id] = parts
  if (madeFor !== sort) {
    throw invalid('cursor', "Field 'cursor' was made for another sort or order.")
  }
  if (parts.length === 2 && typeof key === 'number' && Number.isInteger(key) && key >= 0) {
    return { sort, skip: Math.min(key, 1_000_000_000) }
  }
  const isAfter = typeof key === 'string' && typeof id === 'string' && uuid.test(id) && isKey(key)
  if (parts.length === 3 && isAfter && key.length <= maxKeyCharacters) {
    return { sort, after: { key, id } }
  }
  throw notOurs()
}

function parse(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(parts)) return parts
  } catch {
    // Falls through to the refusal.
  }
  throw notOurs()
}

function notOurs() {
  return invalid('cursor', "Field 'cursor' is not one of ours.")
}
