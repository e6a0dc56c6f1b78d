import type { Item, Run } from './batch-run.ts'
import { writeChanges, writeCreations } from './batch-writes.ts'
import type { UpsertKey } from './declaration.ts'
import { findByKey } from './find-queries.ts'

/**
 * Rows whose key exists are changed, the others created. A key that stands twice in the request is
 * created first and changed after. `by` is a key of the declaration, or the id.
 */
export async function upsert(
  run: Run,
  by: string | undefined,
  items: readonly Item[],
): Promise<void> {
  const { resource, upsertKeys } = run.declaration
  const upsertKey = upsertKeys[by ?? resource.upsertBy[0] ?? 'id']
  if (!upsertKey) return upsertById(run, items)
  let waiting = items
  while (waiting.length > 0) {
    const [wave, later] = firstOfEachKey(upsertKey, waiting)
    await writeWave(run, upsertKey, wave)
    waiting = later
  }
}

/** Ids are given by the server: a row with one must exist, a row without one is new. */
async function upsertById(run: Run, items: readonly Item[]): Promise<void> {
  const isNew = ({ row }: Item) => row['id'] == null
  await writeCreations(run, items.filter(isNew))
  await writeChanges(
    run,
    items.filter((item) => !isNew(item)),
  )
}

function firstOfEachKey(upsertKey: UpsertKey, items: readonly Item[]): [Item[], Item[]] {
  const seen = new Set<string>()
  const wave: Item[] = []
  const later: Item[] = []
  for (const item of items) {
    const key = keyOf(upsertKey, item)?.toLowerCase()
    if (key !== undefined && seen.has(key)) later.push(item)
    else wave.push(item)
    if (key !== undefined) seen.add(key)
  }
  return [wave, later]
}

async function writeWave(run: Run, upsertKey: UpsertKey, wave: readonly Item[]): Promise<void> {
  const { known, unknown } = await lookUp(run, upsertKey, wave)
  await writeCreations(run, unknown)
  await writeChanges(run, known)
  // Another request may have created a row since it was looked for.
  const clashed = unknown.filter(({ index }) => isClash(run, index))
  if (clashed.length === 0) return
  const created = await lookUp(run, upsertKey, clashed)
  for (const { index } of created.known) run.results.delete(index)
  await writeChanges(run, created.known)
}

function isClash({ results, declaration }: Run, index: number): boolean {
  const code = results.get(index)?.code
  return declaration.uniques.some((unique) => unique.code === code)
}

/** Tells rows that exist, with their id, from new ones. */
async function lookUp(
  { tx, caller, declaration }: Run,
  upsertKey: UpsertKey,
  items: readonly Item[],
): Promise<{ known: Item[]; unknown: Item[] }> {
  const keys = items.flatMap((item) => keyOf(upsertKey, item) ?? [])
  const found =
    keys.length === 0
      ? new Map<string, string>()
      : await findByKey(tx, declaration, caller.principal, { upsertKey, keys })
  const known: Item[] = []
  const unknown: Item[] = []
  for (const item of items) {
    const id = found.get(keyOf(upsertKey, item) ?? '')
    if (id === undefined) unknown.push(item)
    else known.push({ index: item.index, row: { ...item.row, id } })
  }
  return { known, unknown }
}

/** A key that cannot be stored cannot be found either; the row's validation will say so. */
function keyOf(upsertKey: UpsertKey, { row }: Item): string | undefined {
  const key = upsertKey.of(row)
  return key === undefined || key === '' || /[\0\p{Cs}]/u.test(key) ? undefined : key
}
