import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Modal } from '../../ui/dialog.tsx'
import type { ResourceView } from '../resource-view.ts'
import { ColumnMapping } from './column-mapping.tsx'
import { bytesAtMost, rowsAtMost, type Unreadable } from './csv-file.ts'
import { ImportReport } from './import-report.tsx'
import { type Import, useImport } from './use-import.ts'

type DialogProps = { readonly view: ResourceView; readonly onClose: () => void }

/** A CSV file becomes records: which column is what, a trial, then the import and its report. */
export function ImportDialog({ view, onClose }: DialogProps) {
  const running = useImport(view)
  const { state } = running
  const close = () => {
    running.stop()
    onClose()
  }
  return (
    <Modal open onClose={close} title={t('import.title', { records: t(view.title) })} wide>
      {state.step === 'file' && <ChooseFile running={running} problem={state.problem} />}
      {state.step === 'columns' && <ColumnMapping running={running} file={state.file} />}
      {state.step === 'running' && (
        <Progress done={state.done} of={state.of} onStop={running.stop} />
      )}
      {state.step === 'report' && (
        <ImportReport running={running} file={state.file} report={state.report} onClose={close} />
      )}
    </Modal>
  )
}

type ChooseProps = { readonly running: Import; readonly problem: Unreadable | undefined }

const problems = {
  empty: 'import.fileEmpty',
  tooLarge: 'import.fileTooLarge',
  tooManyRows: 'import.fileTooManyRows',
} as const
const megabyte = 1_000_000

function ChooseFile({ running, problem }: ChooseProps) {
  const id = useId()
  const [isOver, setIsOver] = useState(false)
  const take = (file: File | undefined) => file && void running.choose(file)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div className="flex flex-col gap-3">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={cx(
          'flex cursor-pointer flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-12 text-center focus-within:outline-2 focus-within:outline-accent hover:bg-hover',
          isOver ? 'border-accent bg-selected' : 'border-line-strong',
        )}
      >
        <FileUp aria-hidden size={22} className="text-faint" />
        <span className="font-medium">{t('import.choose')}</span>
        <span className="text-xs text-muted">
          {t('import.limits', {
            rows: formatNumber(rowsAtMost),
            size: formatNumber(bytesAtMost / megabyte),
          })}
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          className="sr-only"
          onChange={({ target }) => take(target.files?.[0])}
        />
      </label>
      {problem && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
          {t(problems[problem])}
        </p>
      )}
      <p className="text-muted">{t('import.how')}</p>
    </div>
  )
}

type ProgressProps = {
  readonly done: number
  readonly of: number
  readonly onStop: () => void
}

function Progress({ done, of, onStop }: ProgressProps) {
  return (
    <div className="flex flex-col gap-4 py-6">
      <p aria-live="polite" className="figures">
        {t('import.progress', { done: formatNumber(done), of: formatNumber(of) })}
      </p>
      <progress
        aria-label={t('import.open')}
        className="h-2 w-full accent-accent-fill"
        value={done}
        max={of}
      />
      <Button className="self-end" onClick={onStop}>
        {t('import.stop')}
      </Button>
    </div>
  )
}
