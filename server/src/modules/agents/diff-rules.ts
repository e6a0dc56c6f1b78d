import type { VersionDiff } from '@parley/contract'

type Change = VersionDiff['changes'][number]
type Json = Readonly<Record<string, unknown>>

/** Changes listed at most; a flow drawn anew has thousands. */
const maxChanges = 500

/** What differs between two versions, field by field; lists of things with ids are compared by id. */
export function diffOf(before: Json, after: Json): Pick<VersionDiff, 'changes' | 'isCut'> {
  const changes = changesAt('', before, after)
  return { changes: changes.slice(0, maxChanges), isCut: changes.length > maxChanges }
}

function changesAt(path: string, before: unknown, after: unknown): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (isJson(before) && isJson(after)) return changesOfObject(path, before, after)
  const [one, other] = [byId(before), byId(after)]
  if (one && other) return changesOfList(path, one, other)
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ path, change, before: before ?? null, after: after ?? null }]
}

function changesOfObject(path: string, before: Json, after: Json): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) =>
    changesAt(path ? `${path}.${name}` : name, before[name], after[name]),
  )
}

type ById = ReadonlyMap<string, unknown>

function changesOfList(path: string, before: ById, after: ById): Change[] {
  const ids = new Set([...before.keys(), ...after.keys()])
  const changes = [...ids].flatMap((id) =>
    changesAt(`${path}[${id}]`, before.get(id), after.get(id)),
  )
  if (changes.length > 0) return changes
  // The same things in another order.
  const order = (list: ById) => [...list.keys()]
  return [{ path, change: 'changed', before: order(before), after: order(after) }]
}

/** Undefined for what is no list of things with ids of their own. */
function byId(value: unknown): ById | undefined {
  if (!Array.isArray(value)) return undefined
  const entries = value.map((item) => [isJson(item) ? idOf(item) : undefined, item] as const)
  const found = new Map(entries.flatMap(([id, item]) => (id === undefined ? [] : [[id, item]])))
  return found.size === value.length ? found : undefined
}

function idOf({ id, toolId, nodeId }: Json): string | undefined {
  if (typeof id === 'string') return id
  if (typeof toolId !== 'string') return undefined
  return typeof nodeId === 'string' ? `${toolId} ${nodeId}` : toolId
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
