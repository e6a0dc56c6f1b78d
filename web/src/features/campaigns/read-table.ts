/** Rows of people as they come from a spreadsheet, a file or a mail. */
export type Table = {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The first line named the columns. */
  readonly hasHeader: boolean
  readonly delimiter: string
}

const delimiters = ['\t', ';', ','] as const

/** The one that is found most in the first line. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split('\n', 1)
  const counts = delimiters.map((sign) => line.split(sign).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

/** RFC 4180 with any of the delimiters; quotes in the middle of a cell are letters. */
export function readTable(text: string, columnName: (number: number) => string): Table {
  const delimiter = delimiterOf(text)
  const lines = cellsOf(text.replace(/^\uFEFF/, ''), delimiter).filter((line) => line.some(Boolean))
  const [first = [], ...others] = lines
  const hasHeader = first.length > 0 && !first.some(looksLikeNumber)
  const rows = hasHeader ? others : lines
  const width = Math.max(first.length, 1)
  const headers = Array.from({ length: width }, (_, index) =>
    hasHeader ? first[index] || columnName(index + 1) : columnName(index + 1),
  )
  return { headers, rows, hasHeader, delimiter }
}

/** A cell in quotes, or without, and what ends it. */
function cellPattern(delimiter: string): RegExp {
  const sign = delimiter === '\t' ? '\\t' : delimiter
  return new RegExp(`[ ]*(?:"((?:[^"]|"")*)"[ ]*|([^${sign}\\r\\n]*))(${sign}|\\r?\\n|\\r|$)`, 'y')
}

function cellsOf(text: string, delimiter: string): string[][] {
  const pattern = cellPattern(delimiter)
  const lines: string[][] = []
  let line: string[] = []
  let end: string | undefined = delimiter
  while (pattern.lastIndex < text.length || end === delimiter) {
    const match = pattern.exec(text)
    if (!match) break
    const [, quoted, plain = ''] = match
    end = match[3]
    line.push((quoted?.replaceAll('""', '"') ?? plain).trim())
    if (end === delimiter) continue
    lines.push(line)
    line = []
  }
  return lines
}

/** Six digits or more, and what people put between them. The server knows better. */
export function looksLikeNumber(text: string): boolean {
  return /^\+?[\d\s().\-/]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 6
}
