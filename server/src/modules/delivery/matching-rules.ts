/** Which events an endpoint wants. */

/** Conditions on fields of the payload; all must hold. */
export type Filters = Readonly<Record<string, unknown>>

/** `names`: exact names, a part before a dot such as `recording.*`, or `*`. */
export function wantsName(names: readonly string[], event: string): boolean {
  return names.some(
    (name) =>
      name === '*' ||
      name === event ||
      (name.endsWith('.*') && event.startsWith(name.slice(0, -1))),
  )
}

/**
 * A field is named from the event's data (`deal.stage`), or from its subject (`stage`). A value must
 * be equal, one of a list, or satisfy operators: `{ "gte": 1000 }`, `{ "not": "lost" }`,
 * `{ "in": [] }`, `{ "exists": true }`. A field that is a list satisfies what one of its values does.
 */
export function passes(filters: Filters, data: unknown): boolean {
  return Object.entries(filters).every(([path, wanted]) => satisfies(find(data, path), wanted))
}

function find(data: unknown, path: string): unknown {
  const steps = path.split('.')
  const [first = ''] = steps
  if (hasOwn(data, first)) return follow(data, steps)
  // The subject is what stands in the data: `{ "deal": { … } }`.
  const subject = isRecord(data) ? Object.values(data).find(isRecord) : undefined
  return follow(subject, steps)
}

function follow(from: unknown, steps: readonly string[]): unknown {
  let at = from
  for (const step of steps) {
    if (!hasOwn(at, step)) return undefined
    at = at[step]
  }
  return at
}

function satisfies(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => equals(value, one))
  if (!isRecord(wanted)) return equals(value, wanted)
  return Object.entries(wanted).every(([operator, operand]) => holds(operator, value, operand))
}

function holds(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case 'not':
      return !satisfies(value, operand)
    case 'in':
      return Array.isArray(operand) && satisfies(value, operand)
    case 'exists':
      return (value !== undefined && value !== null) === operand
    case 'gt':
      return compare(value, operand) > 0
    case 'gte':
      return compare(value, operand) >= 0
    case 'lt':
      return compare(value, operand) < 0
    case 'lte':
      return compare(value, operand) <= 0
    default:
      return false
  }
}

/** NaN, which satisfies nothing, for what cannot be compared. Dates in RFC 3339 compare as texts. */
function compare(value: unknown, operand: unknown): number {
  if (typeof value === 'number' && typeof operand === 'number') return value - operand
  if (typeof value !== 'string' || typeof operand !== 'string') return Number.NaN
  if (value === operand) return 0
  return value < operand ? -1 : 1
}

function equals(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => equals(one, wanted))
  return value === wanted || (wanted === null && value === undefined)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasOwn(value: unknown, name: string): value is Record<string, unknown> {
  return isRecord(value) && Object.hasOwn(value, name)
}
