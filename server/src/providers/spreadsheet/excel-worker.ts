import { parentPort, workerData } from 'node:worker_threads'
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node'
import type { Cell, Column, Table } from './port.ts'

// A thread of its own: tens of thousands of rows are seconds of work.

export type ExcelAnswer = { readonly bytes: Uint8Array } | { readonly message: string }

/** Excel refuses longer texts, and what XML cannot hold. */
const maxCellLength = 32_767
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

function toCell(cell: Cell | undefined, { format }: Column): SheetCell {
  if (cell === null || cell === undefined) return null
  if (typeof cell === 'string') {
    return { type: String, value: cell.replaceAll(unwritable, '').slice(0, maxCellLength) }
  }
  if (typeof cell === 'number') {
    return { type: Number, value: cell, ...(format !== undefined && { format }) }
  }
  if (typeof cell === 'boolean') return { type: Boolean, value: cell }
  return { type: Date, value: cell, format: format ?? 'yyyy-mm-dd hh:mm:ss' }
}

async function write({ name, columns, rows }: Table): Promise<Uint8Array> {
  const head = columns.map(
    ({ title }): SheetCell => ({
      type: String,
      value: title,
      fontWeight: 'bold',
    }),
  )
  const body = rows.map((row) => columns.map((column, index) => toCell(row[index], column)))
  const options = {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }
  return writeXlsxFile([head, ...body], options).toBuffer()
}

const answer: ExcelAnswer = await write(workerData as Table).then(
  (bytes) => ({ bytes }),
  (error: unknown) => ({ message: (error as Error).message }),
)
parentPort?.postMessage(answer)
