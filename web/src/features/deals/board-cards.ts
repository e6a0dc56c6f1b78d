import type { Page, Row } from '../../records/resource-view.ts'

/** What the server said of one stage, and when. */
export type StageList = { readonly stage: string; readonly page: Page; readonly at: number }
/** Deals somebody moved and the server has not confirmed yet, each with the key of its new stage. */
export type Moves = ReadonlyMap<string, { readonly deal: Row; readonly stage: string }>
export type ColumnCards = { readonly rows: readonly Row[]; readonly total: number }

/**
 * The cards of each stage, by its key. Stages are fetched one by one, so two lists may name the same deal for a moment:
 * it stands where it was moved to, otherwise in the list that was fetched last.
 */
export function placeCards(
  lists: readonly StageList[],
  moves: Moves,
): ReadonlyMap<string, ColumnCards> {
  const places = new Map<string, { readonly stage: string; readonly at: number }>()
  for (const { stage, page, at } of lists) {
    for (const { id } of page.data) {
      const known = places.get(id)
      if (!known || known.at < at) places.set(id, { stage, at })
    }
  }
  for (const [id, { stage }] of moves) places.set(id, { stage, at: Infinity })
  return new Map(
    lists.map(({ stage, page }) => {
      const staying = page.data.filter(({ id }) => places.get(id)?.stage === stage)
      const listed = new Set(page.data.map(({ id }) => id))
      const arriving = [...moves.values()].filter(
        (move) => move.stage === stage && !listed.has(move.deal.id),
      )
      // The same array as long as nothing moves: the column is not drawn again.
      const isUntouched = arriving.length === 0 && staying.length === page.data.length
      const rows = isUntouched
        ? page.data
        : [...arriving.map(({ deal }) => ({ ...deal, stage })), ...staying]
      const total = (page.pagination.total ?? page.data.length) + rows.length - page.data.length
      return [stage, { rows, total }]
    }),
  )
}

/** A stage's list after the server took a deal into a stage. */
export function withMoved(page: Page, isTarget: boolean, deal: Row): Page {
  const rest = page.data.filter(({ id }) => id !== deal.id)
  const data = isTarget ? [deal, ...rest] : rest
  const { total } = page.pagination
  const grown = total === null ? null : total + data.length - page.data.length
  return { data, pagination: { ...page.pagination, total: grown } }
}
