/** The last row of a page: where the next one goes on. */
export type Cursor = {
  readonly sort: 'date' | 'score'
  readonly order: 'asc' | 'desc'
  /** Microseconds since 1970, or the score. */
  readonly key: number
  readonly id: string
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function writeCursor({ sort, order, key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, order, key, id])).toString('base64url')
}

/** Undefined when it is none of ours, or of a list in another order. */
export function readCursor(
  text: string,
  { sort, order }: Pick<Cursor, 'sort' | 'order'>,
): Cursor | undefined {
  const [itsSort, itsOrder, key, id] = partsOf(text)
  if (itsSort !== sort || itsOrder !== order) return undefined
  const isKey = typeof key === 'number' && Math.abs(key) <= Number.MAX_SAFE_INTEGER
  if (!isKey || (sort === 'date' && !Number.isInteger(key))) return undefined
  if (typeof id !== 'string' || !uuid.test(id)) return undefined
  return { sort, order, key, id }
}

function partsOf(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
