/** What a cell holds; null: nothing. Text is always text, never a formula. */
export type Cell = string | number | boolean | Date | null

export type Column = {
  readonly title: string
  /** In characters. */
  readonly width: number
  /** Of dates and numbers, as Excel writes it: `yyyy-mm-dd hh:mm:ss`. */
  readonly format?: string
}

export type Table = {
  /** Of the sheet: at most 31 characters. */
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}
