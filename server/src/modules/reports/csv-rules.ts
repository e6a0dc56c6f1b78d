import type { ReportFigure } from '@parley/contract'

const columns = [
  'subject',
  'figure',
  'value',
  'previous',
  'change',
  'sample',
  'unit',
  'definition',
  'conversations',
] as const

/** What names the part of a report that a figure is in; the first that is there is taken. */
const labels = ['name', 'type', 'kind', 'outcome', 'month', 'weekday', 'hour', 'day'] as const

type Cell = string | number | null

/** A report as a table: one line for each figure in it, wherever it stands. */
export function toCsv(report: object): string {
  const rows = [...linesOf(report, [], '')]
  return `${[columns, ...rows].map((cells) => cells.map(toCell).join(',')).join('\r\n')}\r\n`
}

function* linesOf(value: unknown, subject: readonly string[], name: string): Generator<Cell[]> {
  if (Array.isArray(value)) {
    for (const one of value) yield* linesOf(one, subject, name)
  } else if (isFigure(value)) {
    yield [
      subject.join(' / '),
      name,
      value.value,
      value.previous,
      value.change,
      value.sample,
      value.unit,
      value.definition,
      value.conversations,
    ]
  } else if (isRecord(value)) {
    const within = [...subject, ...labelOf(value)]
    for (const [key, one] of Object.entries(value)) {
      yield* linesOf(one, within, key === 'figures' ? name : key)
    }
    if (typeof value['deal_id'] === 'string') yield dealLine(value, subject)
  }
}

/** A deal at risk is no figure, and yet belongs in the file. */
function dealLine(deal: Readonly<Record<string, unknown>>, subject: readonly string[]): Cell[] {
  const reasons = deal['reasons'] as readonly { readonly text: string }[]
  const title = [...subject, String(deal['title'])].join(' / ')
  const said = reasons.map(({ text }) => text).join(' ')
  return [title, 'at_risk', Number(deal['value']), null, null, 1, 'money', said, null]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isFigure = (value: unknown): value is ReportFigure =>
  isRecord(value) && 'definition' in value && 'sample' in value

function labelOf(value: Readonly<Record<string, unknown>>): string[] {
  const step = value['step']
  if (typeof step === 'string') return [step]
  const label = labels.map((key) => value[key]).find((one) => one !== undefined && one !== null)
  return typeof label === 'string' || typeof label === 'number' ? [String(label)] : []
}

/** Spreadsheets run text that begins so as a formula; numbers of ours are numbers. */
const formula = /^[=+\-@\t\r]/

function toCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell ?? '') ? `'${cell}` : (cell ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
