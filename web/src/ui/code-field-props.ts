import type { FieldIds } from './field.tsx'

export type CodeFieldProps = FieldIds & {
  /** What it is called: a label can only point at fields that browsers know. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Lines that are shown when there is less; with more it grows, and then scrolls. */
  readonly rows?: number
}

/** Of so many lines, with what is above and below them, and the border. */
export function heightOf(rows: number): string {
  return `calc(${rows} * var(--text-xs--line-height) + 0.75rem + 2px)`
}
