import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useMembers, useStages } from '../../api/queries.ts'
import { currentLanguage, t } from '../../i18n/index.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import type { ResourceView } from '../resource-view.ts'
import { type DayOrder, guessDayOrder } from './cell-rules.ts'
import { type CsvFile, readCsv, type Unreadable } from './csv-file.ts'
import { findKnown, makeCompanies } from './known-records.ts'
import {
  guessMapping,
  importable,
  keyOfName,
  type Mapping,
  type Prepared,
  prepareRow,
  repeatedLines,
} from './mapping.ts'
import { mistakeText, refusalOfRow } from './row-words.ts'
import { deleteAll, type Outcome, sendRows } from './run-import.ts'

export type Options = {
  readonly mapping: Mapping
  readonly dayOrder: DayOrder
  /** Records that exist are changed; otherwise their rows are refused. */
  readonly changesKnown: boolean
  readonly makesCompanies: boolean
}

/** A row that was not taken, or would not be, and why. */
type Failed = { readonly line: number; readonly why: string }

export type Report = {
  readonly isTrial: boolean
  readonly created: readonly string[]
  readonly createdCount: number
  readonly updatedCount: number
  readonly failed: readonly Failed[]
  /** Somebody stopped it before all rows were sent. */
  readonly isCut: boolean
  /** Rows that would be taken; what a trial leads to. */
  readonly good: readonly Prepared[]
}

type State =
  | { readonly step: 'file'; readonly problem?: Unreadable }
  | { readonly step: 'columns'; readonly file: CsvFile }
  | { readonly step: 'running'; readonly file: CsvFile; readonly done: number; readonly of: number }
  | { readonly step: 'report'; readonly file: CsvFile; readonly report: Report }

export type Import = ReturnType<typeof useImport>

/** A file on its way into records: chosen, mapped, tried out, imported, and taken back. */
export function useImport(view: ResourceView) {
  const cache = useQueryClient()
  const [people, stages] = [useMembers(), useStages()]
  const [state, setState] = useState<State>({ step: 'file' })
  const [options, setOptions] = useState<Options>(noOptions)
  const { run, stop } = useRun(setState)
  const refresh = () =>
    Promise.all([view.name, 'companies'].map((key) => cache.invalidateQueries({ queryKey: [key] })))

  async function choose(chosen: File): Promise<void> {
    const file = await readCsv(chosen)
    if (typeof file === 'string') return setState({ step: 'file', problem: file })
    setOptions(optionsFor(view, file))
    setState({ step: 'columns', file })
  }

  /** Tells what would become of each row. */
  const check = (file: CsvFile) =>
    run(file, async (running) => {
      const known = await findKnown(view, options.mapping, { people, stages })
      const reading = { view, ...options, known }
      const rows = file.rows.map((cells, index) => prepareRow(cells, index + 2, reading))
      return tryOut(view, rows, options, running)
    })

  const start = (file: CsvFile, trial: Report) =>
    run(file, async (running) => {
      const report = await importRows(view, trial, options, running)
      await refresh()
      return report
    })

  async function takeBack(ids: readonly string[]): Promise<void> {
    await deleteAll(view, ids)
    await refresh()
    tell(t('bulk.undone'))
  }

  const back = (file: CsvFile) => setState({ step: 'columns', file })
  const again = () => setState({ step: 'file' })
  return { view, state, options, setOptions, choose, check, start, takeBack, stop, back, again }
}

/** Runs one step at a time, with its progress shown and a way to stop it. */
function useRun(setState: (state: State) => void) {
  const stopper = useRef<AbortController>(undefined)
  async function run(file: CsvFile, work: (running: Running) => Promise<Report>): Promise<void> {
    const controller = new AbortController()
    stopper.current = controller
    const progress = (done: number, of: number) => setState({ step: 'running', file, done, of })
    progress(0, file.rows.length)
    try {
      const report = await work({ signal: controller.signal, progress })
      setState({ step: 'report', file, report })
    } catch (error) {
      tellFailure(error)
      setState({ step: 'columns', file })
    }
  }
  return { run, stop: () => stopper.current?.abort() }
}

type Running = {
  readonly signal: AbortSignal
  readonly progress: (done: number, of: number) => void
}

const none: ReadonlyMap<number, number> = new Map()

const noOptions: Options = {
  mapping: [],
  dayOrder: 'day',
  changesKnown: true,
  makesCompanies: true,
}

function optionsFor(view: ResourceView, { headers, rows }: CsvFile): Options {
  const mapping = guessMapping(headers, importable(view), ({ label }) => t(label))
  const days = view.fields.filter(({ kind }) => kind === 'day').map(({ name }) => name)
  const columns = mapping.flatMap((name, column) => (name && days.includes(name) ? [column] : []))
  const texts = rows.flatMap((cells) => columns.map((column) => cells[column] ?? ''))
  const habit = currentLanguage() === 'en' && navigator.language === 'en-US' ? 'month' : 'day'
  return { ...noOptions, mapping, dayOrder: guessDayOrder(texts, habit) }
}

async function tryOut(
  view: ResourceView,
  rows: readonly Prepared[],
  { changesKnown }: Options,
  { signal, progress }: Running,
): Promise<Report> {
  const repeated = changesKnown ? none : repeatedLines(rows, view.fromFile?.by)
  const failed: Failed[] = []
  const sound: Prepared[] = []
  for (const row of rows) {
    const earlier = repeated.get(row.line)
    if (row.mistakes.length > 0) {
      failed.push({ line: row.line, why: row.mistakes.map(mistakeText).join(' ') })
    } else if (earlier !== undefined) {
      failed.push({ line: row.line, why: t('import.repeated', { line: earlier }) })
    } else sound.push(row)
  }
  const skipped = rows.length - sound.length
  const outcomes = await sendRows({
    view,
    rows: sound,
    changesKnown,
    isTrial: true,
    signal,
    onProgress: (done) => progress(skipped + done, rows.length),
  })
  const report = reportOf(view, outcomes, { isTrial: true, isCut: signal.aborted })
  const bad = new Set(report.failed.map(({ line }) => line))
  const all = [...failed, ...report.failed].sort((one, other) => one.line - other.line)
  return { ...report, failed: all, good: sound.filter(({ line }) => !bad.has(line)) }
}

async function importRows(
  view: ResourceView,
  { good, failed }: Report,
  { changesKnown }: Options,
  { signal, progress }: Running,
): Promise<Report> {
  const names = good.flatMap(({ newCompany }) => newCompany ?? [])
  const made = await makeCompanies(names, signal)
  const rows = good.map((row) => withCompany(row, made))
  const outcomes = await sendRows({
    view,
    rows,
    changesKnown,
    isTrial: false,
    signal,
    onProgress: (done) => progress(done, rows.length),
  })
  const report = reportOf(view, outcomes, { isTrial: false, isCut: signal.aborted })
  const all = [...failed, ...report.failed].sort((one, other) => one.line - other.line)
  return { ...report, failed: all }
}

function withCompany(row: Prepared, made: ReadonlyMap<string, string>): Prepared {
  const id = row.newCompany === undefined ? undefined : made.get(keyOfName(row.newCompany))
  return id === undefined ? row : { ...row, body: { ...row.body, company_id: id } }
}

function reportOf(
  view: ResourceView,
  outcomes: readonly Outcome[],
  how: Pick<Report, 'isTrial' | 'isCut'>,
): Report {
  const created = outcomes.filter(({ status }) => status === 'created')
  return {
    ...how,
    created: how.isTrial ? [] : created.flatMap(({ id }) => id ?? []),
    createdCount: created.length,
    updatedCount: outcomes.filter(({ status }) => status === 'updated').length,
    failed: outcomes.flatMap(({ line, refused }) =>
      refused ? [{ line, why: refusalOfRow(view, refused) }] : [],
    ),
    good: [],
  }
}
