/** As the authors of reciprocal rank fusion chose it: a first place counts little more than a second. */
const smoothing = 60

export type Fused = {
  readonly id: string
  readonly score: number
  readonly lists: readonly string[]
}

/** One order out of several: what many lists have near their top comes first. */
export function fuseRanks(
  lists: Readonly<Record<string, readonly string[]>>,
  limit: number,
): Fused[] {
  const found = new Map<string, { score: number; lists: string[] }>()
  for (const [name, ids] of Object.entries(lists)) {
    for (const [index, id] of ids.entries()) {
      const one = found.get(id) ?? { score: 0, lists: [] }
      one.score += 1 / (smoothing + index + 1)
      one.lists.push(name)
      found.set(id, one)
    }
  }
  return [...found]
    .map(([id, one]) => ({ id, ...one }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
