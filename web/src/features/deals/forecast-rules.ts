/** Open deals of one stage that are expected to close in one month. */
export type Cell = {
  readonly month: string
  readonly stage_id: string
  readonly deals: number
  readonly value: number
  readonly weighted: number
}

type Month = {
  /** Its first day. */
  readonly month: string
  /** It is over, and its deals are still open. */
  readonly isPast: boolean
  readonly cells: readonly Cell[]
}

export function sumOf(cells: readonly Cell[], part: 'deals' | 'value' | 'weighted'): number {
  return cells.reduce((sum, cell) => sum + cell[part], 0)
}

/** The months there are, the earliest first. */
export function monthsOf(cells: readonly Cell[], today: string): Month[] {
  const present = `${today.slice(0, 7)}-01`
  const months = [...new Set(cells.map(({ month }) => month))].sort()
  return months.map((month) => ({
    month,
    isPast: month < present,
    cells: cells.filter((cell) => cell.month === month),
  }))
}
