/** Vectors of one item, one after the other in one array. */
export type VectorBlock = {
  readonly ids: readonly string[]
  /** Numbers of each vector. */
  readonly width: number
  readonly values: Float32Array
}

/** Below it texts have nothing to do with each other, for every model that was looked at. */
const leastLikeness = 0.2

/** Ids of the vectors nearest to one, exactly, best first. All of unit length. */
export function findNearest(
  blocks: readonly VectorBlock[],
  wanted: Float32Array,
  limit: number,
): string[] {
  const best: { id: string; likeness: number }[] = []
  let worst = leastLikeness
  for (const { ids, width, values } of blocks) {
    if (width !== wanted.length) continue
    for (const [index, id] of ids.entries()) {
      const likeness = productAt(values, index * width, wanted)
      if (likeness <= worst) continue
      best.push({ id, likeness })
      if (best.length < 2 * limit) continue
      keepBest(best, limit)
      worst = best.at(-1)?.likeness ?? worst
    }
  }
  keepBest(best, limit)
  return best.map(({ id }) => id)
}

function keepBest(found: { likeness: number }[], limit: number): void {
  found.sort((a, b) => b.likeness - a.likeness)
  if (found.length > limit) found.length = limit
}

/**
 * Four sums at once, which do not wait for each other. Indices stay within the arrays, and a check of
 * each number for undefined would cost as much as the product.
 */
function productAt(values: Float32Array, start: number, wanted: Float32Array): number {
  const length = wanted.length
  const even = length - (length % 4)
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let at = 0; at < even; at += 4) {
    a += (values[start + at] as number) * (wanted[at] as number)
    b += (values[start + at + 1] as number) * (wanted[at + 1] as number)
    c += (values[start + at + 2] as number) * (wanted[at + 2] as number)
    d += (values[start + at + 3] as number) * (wanted[at + 3] as number)
  }
  for (let at = even; at < length; at += 1) {
    a += (values[start + at] as number) * (wanted[at] as number)
  }
  return a + b + c + d
}
