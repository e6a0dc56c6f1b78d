/** Which events somebody wants: by their names, and by fields of their data. */

/** A field of an event's data, and the value it must have or a list of which it must have one. */
export type EventConditions = Readonly<Record<string, unknown>>

/** Patterns are exact names, `recording.*` for all names that begin with `recording.`, or `*`. */
export function matchesName(patterns: readonly string[], name: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === name ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  )
}

/** The same patterns for SQL's LIKE; null stands for all names. */
export function likePatterns(patterns: readonly string[]): string[] | null {
  if (patterns.includes('*')) return null
  return patterns.map((pattern) => {
    const literal = pattern.replaceAll(/[\\%_]/g, '\\$&')
    return literal.endsWith('.*') ? `${literal.slice(0, -1)}%` : literal
  })
}

/**
 * Whether all conditions hold. A path such as `owner_id` is looked for in the data, and in the objects
 * that it holds under names of their own (`{"conversation": {…}, "evaluation": {…}}`): of several that
 * have the field, none is meant.
 */
export function matchesConditions(conditions: EventConditions, data: unknown): boolean {
  return Object.entries(conditions).every(([path, wanted]) => {
    const value = fieldOf(data, path)
    if (value === undefined) return false
    return Array.isArray(wanted) ? wanted.includes(value) : wanted === value
  })
}

function fieldOf(data: unknown, path: string): unknown {
  const direct = follow(data, path)
  if (direct !== undefined || !isObject(data)) return direct
  const found = Object.values(data)
    .map((inner) => follow(inner, path))
    .filter((value) => value !== undefined)
  return found.length === 1 ? found[0] : undefined
}

function follow(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      data,
    )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
