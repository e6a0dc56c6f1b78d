import type { CallDirection } from '@parley/contract'
import { callParamsOf, outcomeResultOf } from './view-rules.ts'

type Cell = string | number | boolean | Date | null

type Row = {
  readonly id: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly channel: string
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly status: string
  readonly endReason: string | null
  readonly startedAt: string
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly durationSeconds: number | null
  readonly contactName: string | null
  readonly hasRecording: boolean
  readonly cost: number | null
  readonly tokens: number | null
  readonly summary: string | null
  readonly score: number | null
  readonly sentiment: number | null
  readonly paramsJson: string
  readonly outcomeJson: string | null
}

type Column = {
  readonly title: string
  readonly width: number
  readonly format?: string
  readonly cell: (row: Row) => Cell
}

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text))
const when = 'yyyy-mm-dd hh:mm:ss'

const fixed: readonly Column[] = [
  { title: 'ID', width: 38, cell: ({ id }) => id },
  { title: 'Agent', width: 24, cell: ({ agentName }) => agentName },
  { title: 'Agent ID', width: 38, cell: ({ agentId }) => agentId },
  { title: 'Status', width: 14, cell: ({ status }) => status },
  { title: 'End reason', width: 18, cell: ({ endReason }) => endReason },
  { title: 'Channel', width: 12, cell: ({ channel }) => channel },
  { title: 'Direction', width: 10, cell: ({ direction }) => direction },
  { title: 'User number', width: 18, cell: (row) => callParamsOf(row).userNumber },
  { title: 'Agent number', width: 18, cell: (row) => callParamsOf(row).machineNumber },
  { title: 'Contact', width: 24, cell: ({ contactName }) => contactName },
  { title: 'Started (UTC)', width: 20, format: when, cell: (row) => moment(row.startedAt) },
  { title: 'Answered (UTC)', width: 20, format: when, cell: (row) => moment(row.answeredAt) },
  { title: 'Ended (UTC)', width: 20, format: when, cell: (row) => moment(row.endedAt) },
  { title: 'Duration (s)', width: 12, cell: ({ durationSeconds }) => durationSeconds },
  { title: 'Recorded', width: 10, cell: ({ hasRecording }) => hasRecording },
  { title: 'Cost', width: 10, cell: ({ cost }) => cost },
  { title: 'Tokens', width: 10, cell: ({ tokens }) => tokens },
  { title: 'Score', width: 8, cell: ({ score }) => score },
  { title: 'Sentiment', width: 10, cell: ({ sentiment }) => sentiment },
  { title: 'Summary', width: 60, cell: ({ summary }) => summary },
]

/** Fields of outcomes that get a column; more are left out. */
const maxOutcomeColumns = 60

/** One row for each call, and a column for each field that any outcome has. */
export function tableOf(rows: readonly Row[]) {
  const outcomes = rows.map(({ paramsJson, outcomeJson }) =>
    outcomeResultOf(paramsJson, outcomeJson),
  )
  const names = [...new Set(outcomes.flatMap((outcome) => Object.keys(outcome)))]
  const fields = names.slice(0, maxOutcomeColumns)
  return {
    name: 'Calls',
    columns: [
      ...fixed.map(({ title, width }) => ({ title, width })),
      ...fields.map((name) => ({ title: `Outcome: ${name}`, width: 20 })),
    ],
    rows: rows.map((row, index) => [
      ...fixed.map(({ cell }) => cell(row)),
      ...fields.map((name) => cellOf(outcomes[index]?.[name])),
    ]),
  }
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  return JSON.stringify(value)
}
