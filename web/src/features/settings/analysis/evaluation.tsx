import type { AnalysisSettings } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Check, Field, Input } from '../../../ui/field.tsx'
import { Failure, Refused } from '../../../ui/states.tsx'
import { tell } from '../../../ui/toast.ts'
import { AnalysisPage } from './analysis-page.tsx'
import { EvaluateAgain } from './evaluate-again.tsx'
import { useUnsaved } from './unsaved.tsx'

/** When conversations are evaluated, what follows, and evaluating many anew. */
export function EvaluationSettings() {
  return (
    <AnalysisPage>
      <Options />
      <EvaluateAgain />
    </AnalysisPage>
  )
}

const queryKey = ['analysis-settings']
const effects = ['log_activity', 'create_task', 'set_last_contact'] as const
const atMost = 20

function Options() {
  const settings = useQuery({ queryKey, queryFn: () => parley.evaluations.getSettings() })
  const { data } = settings
  return (
    <Card title={t('analysis.evaluation')}>
      {settings.isPending && <SkeletonLines count={6} />}
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {data && <Form key={data.updated_at} settings={data} />}
    </Card>
  )
}

function valuesOf(settings: AnalysisSettings) {
  const { is_automatic, log_activity, create_task, set_last_contact } = settings
  const flags = { is_automatic, log_activity, create_task, set_last_contact }
  return { ...flags, max_concurrency: String(settings.max_concurrency) }
}

function Form({ settings }: { readonly settings: AnalysisSettings }) {
  const cache = useQueryClient()
  const [values, setValues] = useState(() => valuesOf(settings))
  const set = (changes: Partial<typeof values>) => setValues({ ...values, ...changes })
  const save = useMutation({
    mutationFn: () =>
      parley.evaluations.updateSettings({
        ...values,
        max_concurrency: Number(values.max_concurrency),
      }),
    onSuccess(saved) {
      tell(t('form.saved'))
      cache.setQueryData(queryKey, saved)
    },
  })
  const isDirty = JSON.stringify(values) !== JSON.stringify(valuesOf(settings))
  const asking = useUnsaved(isDirty && !save.isSuccess)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Check
        label={t('evaluationSettings.is_automatic')}
        hint={t('evaluationSettings.is_automatic_hint')}
        checked={values.is_automatic}
        onChange={({ target }) => set({ is_automatic: target.checked })}
      />
      <Field
        label={t('evaluationSettings.max_concurrency')}
        hint={t('evaluationSettings.max_concurrency_hint')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="number"
            required
            min={1}
            max={atMost}
            step={1}
            className="w-24!"
            value={values.max_concurrency}
            onChange={({ target }) => set({ max_concurrency: target.value })}
          />
        )}
      </Field>
      <fieldset className="flex flex-col gap-3 border-t border-line pt-3">
        <legend className="sr-only">{t('evaluationSettings.effects')}</legend>
        <p aria-hidden className="font-medium">
          {t('evaluationSettings.effects')}
        </p>
        {effects.map((key) => (
          <Check
            key={key}
            label={t(`evaluationSettings.${key}`)}
            hint={t(`evaluationSettings.${key}_hint`)}
            checked={values[key]}
            onChange={({ target }) => set({ [key]: target.checked })}
          />
        ))}
      </fieldset>
      <Refused error={save.error} />
      <Button
        look="primary"
        type="submit"
        className="self-start"
        disabled={save.isPending || !isDirty}
      >
        {t('action.save')}
      </Button>
      {asking}
    </form>
  )
}
