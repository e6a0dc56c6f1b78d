import {
  defaultMonologueSeconds,
  defaultTargets,
  type MetricName,
  type MetricSettings,
  metricDefinitions,
  targetableMetrics,
} from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Failure, Refused } from '../../../ui/states.tsx'
import { tell } from '../../../ui/toast.ts'
import {
  isSameTarget,
  limitNames,
  type TargetDraft,
  targetChanges,
  targetDraftOf,
  type TargetDrafts,
  targetFault,
  targetOf,
} from './target-draft.ts'
import { TargetRow } from './target-row.tsx'
import { UnsavedBar, useUnsaved } from './unsaved.tsx'

const queryKey = ['metric-settings']
const monologue = { min: 5, max: 3_600 } as const
const unitOf = (name: MetricName) => metricDefinitions[name].unit

export function TargetForm() {
  const settings = useQuery({ queryKey, queryFn: () => parley.metrics.getSettings() })
  const { data } = settings
  if (settings.isPending) return <SkeletonLines count={12} />
  if (!data) return <Failure error={settings.error} retry={() => void settings.refetch()} />
  return <Form key={data.updated_at} settings={data} />
}

function draftsOf(settings: MetricSettings): TargetDrafts {
  return Object.fromEntries(
    targetableMetrics.map((name) => [name, targetDraftOf(settings.targets[name], unitOf(name))]),
  )
}

function useTargets(settings: MetricSettings) {
  const cache = useQueryClient()
  const [drafts, setDrafts] = useState(() => draftsOf(settings))
  const [seconds, setSeconds] = useState(String(settings.monologue_seconds))
  const { targets: present } = settings
  const targets = targetChanges({ drafts, present, defaults: defaultTargets, unitOf })
  const isLonger = Number(seconds) !== settings.monologue_seconds
  const save = useMutation({
    mutationFn: () =>
      parley.metrics.updateSettings({
        ...(Object.keys(targets).length > 0 && { targets }),
        ...(isLonger && { monologue_seconds: Number(seconds) }),
      }),
    onSuccess(saved) {
      tell(t('form.saved'))
      cache.setQueryData(queryKey, saved)
      void cache.invalidateQueries({ queryKey: ['conversations'] })
    },
  })
  return {
    drafts,
    seconds,
    setSeconds,
    save,
    isDirty: Object.keys(targets).length > 0 || isLonger,
    change: (name: MetricName, draft: TargetDraft) => setDrafts({ ...drafts, [name]: draft }),
    discard: () => {
      setDrafts(draftsOf(settings))
      setSeconds(String(settings.monologue_seconds))
      save.reset()
    },
  }
}

function Form({ settings }: { readonly settings: MetricSettings }) {
  const { drafts, seconds, setSeconds, save, isDirty, change, discard } = useTargets(settings)
  const asking = useUnsaved(isDirty && !save.isSuccess)
  const isSound = targetableMetrics.every((name) => {
    const draft = drafts[name]
    return !draft || targetFault(draft) === undefined
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isSound) save.mutate()
      }}
    >
      <Monologue seconds={seconds} onChange={setSeconds} />
      <Card title={t('analysis.targets')} flush>
        <p className="px-4 py-3 text-muted">{t('targets.text')}</p>
        <Table drafts={drafts} onChange={change} />
      </Card>
      <Refused error={save.error} />
      {isDirty && (
        <UnsavedBar
          text={isSound ? t('targets.unsaved') : t('targets.faults')}
          save={t('action.save')}
          isBusy={save.isPending}
          onDiscard={discard}
        />
      )}
      {asking}
    </form>
  )
}

type MonologueProps = { readonly seconds: string; readonly onChange: (seconds: string) => void }

function Monologue({ seconds, onChange }: MonologueProps) {
  return (
    <Card title={t('targets.monologue')}>
      <Field
        label={t('targets.monologueSeconds')}
        hint={t('targets.monologueHint', { usual: defaultMonologueSeconds })}
      >
        {(ids) => (
          <span className="flex items-center gap-2">
            <Input
              {...ids}
              type="number"
              required
              min={monologue.min}
              max={monologue.max}
              step="any"
              className="w-28!"
              value={seconds}
              onChange={({ target }) => onChange(target.value)}
            />
            {Number(seconds) !== defaultMonologueSeconds && (
              <IconButton
                label={t('targets.reset', { name: t('targets.monologue') })}
                onClick={() => onChange(String(defaultMonologueSeconds))}
              >
                <RotateCcw aria-hidden size={14} className="rtl:-scale-x-100" />
              </IconButton>
            )}
          </span>
        )}
      </Field>
    </Card>
  )
}

/** Stays in sight; each field says it to who hears instead of sees. */
function Heads() {
  return (
    <div
      aria-hidden
      className="sticky top-0 z-10 grid gap-x-3 border-t border-line bg-raised px-4 py-1.5 text-xs font-medium text-muted sm:grid-cols-[minmax(0,1fr)_15rem_1.75rem]"
    >
      <span className="hidden sm:block" />
      <div className="grid grid-cols-3 gap-2">
        {limitNames.map((limit) => (
          <span key={limit}>{t(`targetLimit.${limit}`)}</span>
        ))}
      </div>
    </div>
  )
}

type TableProps = {
  readonly drafts: TargetDrafts
  readonly onChange: (name: MetricName, draft: TargetDraft) => void
}

function Table({ drafts, onChange }: TableProps) {
  return (
    <>
      <Heads />
      <ul aria-label={t('analysis.targets')}>
        {targetableMetrics.map((name) => {
          const draft = drafts[name]
          const unit = unitOf(name)
          const usual = targetDraftOf(defaultTargets[name], unit)
          return (
            draft && (
              <TargetRow
                key={name}
                name={name}
                unit={unit}
                definition={metricDefinitions[name].definition}
                draft={draft}
                isUsual={isSameTarget(targetOf(draft, unit), defaultTargets[name])}
                onChange={(next) => onChange(name, next)}
                onReset={() => onChange(name, usual)}
              />
            )
          )
        })}
      </ul>
    </>
  )
}
