/**
 * Lower-case name with underscores, as in URLs and filters: `Closed won` → `closed_won`. A name
 * without letters and digits is its own key.
 */
export function keyOf(name: string): string {
  const lower = name.trim().toLowerCase()
  const key = lower
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 100)
  return key || lower
}

/** The stages numbered from 1, with one of them moved to `order` (its own place when undefined). */
export function placed<S extends { readonly id: string; readonly position: number }>(
  stages: readonly S[],
  id: string,
  order: number | undefined,
): S[] {
  const moved = stages.find((stage) => stage.id === id)
  const others = stages.filter((stage) => stage.id !== id)
  const index = order === undefined ? stages.findIndex((stage) => stage.id === id) : order - 1
  const inOrder = moved ? others.toSpliced(Math.min(index, others.length), 0, moved) : others
  return inOrder.map((stage, position) => ({ ...stage, position: position + 1 }))
}
