import type { Measured, Round } from './rounds.ts'
import { batchRows, type Scenario } from './scenarios.ts'

export type Result = {
  readonly scenario: Scenario
  readonly concurrency: number
  readonly measured: Measured
}

/** One line of the table: figures are medians of the rounds. */
export type Line = {
  readonly name: string
  readonly concurrency: number
  readonly real: Figures
  readonly floor: Figures
  /** CPU per request, node and PostgreSQL together: median of the paired rounds. */
  readonly cpuRatio: number
  /** Requests per second, real over floor. */
  readonly throughputRatio: number
  /** Undefined when there is no bar here. */
  readonly verdict: string | undefined
}

type Figures = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly nodeMs: number
  readonly postgresMs: number
}

export function toLine({ scenario, concurrency, measured }: Result): Line {
  const real = figuresOf(measured.real)
  const floor = figuresOf(measured.floor)
  const pairs = measured.real.map(
    (round, index) => [round, measured.floor[index] as Round] as const,
  )
  const cpuRatio = median(pairs.map(([a, b]) => cpuOf(a) / cpuOf(b)))
  const throughputRatio = median(pairs.map(([a, b]) => rateOf(a) / rateOf(b)))
  const line = { name: scenario.name, concurrency, real, floor, cpuRatio, throughputRatio }
  return { ...line, verdict: verdictOf(scenario, line) }
}

function verdictOf(scenario: Scenario, line: Omit<Line, 'verdict'>): string | undefined {
  const verdicts: string[] = []
  if (scenario.bar !== undefined) {
    verdicts.push(
      `${line.cpuRatio <= scenario.bar ? 'holds' : 'MISSES'} ≤ ${scenario.bar.toFixed(1)}×`,
    )
  }
  if (scenario.p99BarMs !== undefined && line.concurrency === 8) {
    verdicts.push(
      `${line.real.p99Ms < scenario.p99BarMs ? 'holds' : 'MISSES'} p99 < ${scenario.p99BarMs} ms`,
    )
  }
  if (scenario.name.startsWith('batch')) {
    const rows = line.real.perSecond * batchRows
    verdicts.push(`${rows >= 5_000 ? 'holds' : 'MISSES'} ≥ 5,000 rows/s (${Math.round(rows)})`)
  }
  return verdicts.length > 0 ? verdicts.join('; ') : undefined
}

function figuresOf(rounds: readonly Round[]): Figures {
  const all = Float64Array.from(rounds.flatMap(({ latenciesMs }) => [...latenciesMs])).sort()
  return {
    perSecond: median(rounds.map(rateOf)),
    p50Ms: all[Math.floor(all.length * 0.5)] ?? 0,
    p99Ms: all[Math.min(all.length - 1, Math.floor(all.length * 0.99))] ?? 0,
    nodeMs: median(rounds.map(({ nodeMs }) => nodeMs)),
    postgresMs: median(rounds.map(({ postgresMs }) => postgresMs)),
  }
}

const rateOf = ({ requests, durationMs }: Round) => (requests / durationMs) * 1000
const cpuOf = ({ nodeMs, postgresMs }: Round) => nodeMs + postgresMs

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const head = [
  'scenario',
  'at',
  'req/s',
  'p50 ms',
  'p99 ms',
  'node ms',
  'pg ms',
  'floor req/s',
  'p50 ms',
  'p99 ms',
  'node ms',
  'pg ms',
  'CPU',
  'bar',
]

function cellsOf({ name, concurrency, real, floor, cpuRatio, verdict }: Line): string[] {
  return [
    name,
    String(concurrency),
    ...figureCells(real),
    ...figureCells(floor),
    `${cpuRatio.toFixed(2)}×`,
    verdict ?? '',
  ]
}

function figureCells({ perSecond, p50Ms, p99Ms, nodeMs, postgresMs }: Figures): string[] {
  return [short(perSecond), short(p50Ms), short(p99Ms), nodeMs.toFixed(3), postgresMs.toFixed(3)]
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Text columns to the left, numbers to the right. */
export function toTable(lines: readonly Line[]): string {
  const rows = [head, ...lines.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isText = (column: number) => column === 0 || column === head.length - 1
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return isText(column) ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function toMarkdown(lines: readonly Line[]): string {
  const align = head.map((_, column) =>
    column === 0 || column === head.length - 1 ? '---' : '---:',
  )
  return [head, align, ...lines.map(cellsOf)].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
