import { Download } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { saveCsv } from '../save-csv.ts'
import type { CsvFile } from './csv-file.ts'
import type { Import, Report } from './use-import.ts'

/** Further ones are in the file of mistakes. */
const shownAtMost = 100

type ReportProps = {
  readonly running: Import
  readonly file: CsvFile
  readonly report: Report
  readonly onClose: () => void
}

/** What became of the rows, or would; each that fails with the reason. */
export function ImportReport({ running, file, report, onClose }: ReportProps) {
  const { isTrial, isCut, createdCount, updatedCount, failed, good } = report
  const counts = [
    [isTrial ? t('import.wouldCreate') : t('import.created'), createdCount, 'text-good'],
    [isTrial ? t('import.wouldChange') : t('import.changed'), updatedCount, 'text-text'],
    [isTrial ? t('import.wouldFail') : t('import.leftOut'), failed.length, 'text-bad'],
  ] as const
  return (
    <div className="flex flex-col gap-4">
      <h3 aria-live="polite" className="font-medium">
        {isTrial ? t('import.checked') : isCut ? t('import.stopped') : t('import.done')}
      </h3>
      <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-lg border border-line bg-line">
        {counts.map(([label, count, color]) => (
          <div key={label} className="flex flex-col-reverse bg-raised px-4 py-3">
            <dt className="text-xs text-muted">{label}</dt>
            <dd className={`figures text-xl font-semibold ${count > 0 ? color : 'text-faint'}`}>
              {formatNumber(count)}
            </dd>
          </div>
        ))}
      </dl>
      {failed.length > 0 && <Mistakes running={running} file={file} report={report} />}
      <div className="flex flex-wrap justify-end gap-2">
        {isTrial ? (
          <>
            <Button onClick={() => running.back(file)}>{t('action.back')}</Button>
            <Button
              look="primary"
              disabled={good.length === 0 || isCut}
              onClick={() => void running.start(file, report)}
            >
              {t('import.start', { count: formatNumber(good.length) })}
            </Button>
          </>
        ) : (
          <>
            <TakeBack running={running} ids={report.created} />
            <Button look="primary" onClick={onClose}>
              {t('action.close')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

function Mistakes({ running, file, report: { failed } }: Omit<ReportProps, 'onClose'>) {
  const save = () =>
    saveCsv(`${running.view.name}-${t('import.mistakesFile')}.csv`, [
      [t('import.line'), t('import.why'), ...file.headers],
      ...failed.map(({ line, why }) => [String(line), why, ...(file.rows[line - 2] ?? [])]),
    ])
  return (
    <section className="rounded-lg border border-line">
      <header className="flex min-h-10 items-center justify-between gap-2 border-b border-line px-3">
        <h3 className="text-xs font-semibold">{t('import.mistakes')}</h3>
        <Button size="sm" onClick={save}>
          <Download aria-hidden size={13} />
          {t('import.saveMistakes')}
        </Button>
      </header>
      <div
        className="max-h-64 overflow-y-auto"
        tabIndex={0}
        role="region"
        aria-label={t('import.mistakes')}
      >
        <table className="w-full text-start">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t('import.line')}</th>
              <th scope="col">{t('import.why')}</th>
            </tr>
          </thead>
          <tbody>
            {failed.slice(0, shownAtMost).map(({ line, why }) => (
              <tr key={line} className="border-b border-line align-top last:border-b-0">
                <td className="w-20 px-3 py-1.5 text-faint">{formatNumber(line)}</td>
                <td className="px-3 py-1.5">
                  {why}
                  <span className="block truncate text-xs text-faint" dir="auto">
                    {file.rows[line - 2]?.filter(Boolean).slice(0, 4).join(' · ')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {failed.length > shownAtMost && (
          <p className="px-3 py-2 text-xs text-muted">
            {t('import.moreMistakes', { count: formatNumber(failed.length - shownAtMost) })}
          </p>
        )}
      </div>
    </section>
  )
}

function TakeBack({ running, ids }: { readonly running: Import; readonly ids: readonly string[] }) {
  const mayDelete = useMay('delete')
  const [isTaken, setIsTaken] = useState(false)
  if (!mayDelete || ids.length === 0) return null
  const takeBack = () => {
    setIsTaken(true)
    running.takeBack(ids).catch(tellFailure)
  }
  return (
    <Button disabled={isTaken} onClick={takeBack}>
      {t('import.takeBack', { count: formatNumber(ids.length) })}
    </Button>
  )
}
