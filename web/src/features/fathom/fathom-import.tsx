import type { FathomImport as Import } from '@parley/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tellFailure } from '../../ui/toast.ts'

const storedAs = 'parley.fathom-import'
const askEveryMs = 1_500
const sizes = ['50', '200', '1000', ''] as const

function isOver({ status }: Import): boolean {
  return status !== 'queued' && status !== 'running'
}

/** Meetings from before the connection. */
export function FathomImport() {
  const [id, setId] = useState(localStorage.getItem(storedAs))
  const [max, setMax] = useState<string>(sizes[0])
  const progress = useQuery({
    queryKey: ['fathom-import', id],
    enabled: id !== null,
    queryFn: () => parley.fathom.getImport(id ?? ''),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : askEveryMs),
  })
  const start = useMutation({
    mutationFn: () => parley.fathom.startImport({ max: max ? Number(max) : null }),
    onSuccess(made) {
      localStorage.setItem(storedAs, made.id)
      setId(made.id)
    },
  })
  const isRunning = progress.data !== undefined && !isOver(progress.data)
  return (
    <Card title={t('fathom.import')}>
      <div className="flex flex-col gap-4">
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            start.mutate()
          }}
        >
          <Field label={t('fathom.importMax')} className="w-48">
            {(ids) => (
              <Select {...ids} value={max} onChange={({ target }) => setMax(target.value)}>
                {sizes.map((size) => (
                  <option key={size} value={size}>
                    {size
                      ? t('fathom.newest', { count: formatNumber(Number(size)) })
                      : t('fathom.all')}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button look="primary" type="submit" disabled={isRunning || start.isPending}>
            {t('fathom.importStart')}
          </Button>
        </form>
        <Refused error={start.error} />
        {progress.data && <Progress progress={progress.data} />}
      </div>
    </Card>
  )
}

function Progress({ progress }: { readonly progress: Import }) {
  const cancel = useMutation({
    mutationFn: () => parley.fathom.cancelImport(progress.id),
    onError: tellFailure,
  })
  const percent = progress.progress ?? (isOver(progress) ? 100 : 5)
  return (
    <div className="figures flex flex-col gap-2" role="status">
      <div className="flex items-center gap-2">
        <Badge tone={progress.status === 'failed' ? 'bad' : isOver(progress) ? 'good' : 'info'}>
          {t(`import.${progress.status}`)}
        </Badge>
        <span className="text-muted">
          {t('fathom.importCounts', {
            processed: formatNumber(progress.processed),
            created: formatNumber(progress.created),
            updated: formatNumber(progress.updated),
            failed: formatNumber(progress.failed),
          })}
        </span>
        {!isOver(progress) && (
          <Button look="ghost" size="sm" className="ms-auto" onClick={() => cancel.mutate()}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-hover">
        <div className="h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      {progress.message && <p className="text-warn">{progress.message}</p>}
      {progress.problems.length > 0 && (
        <ul className="max-h-40 list-inside list-disc overflow-y-auto text-xs text-muted">
          {progress.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
