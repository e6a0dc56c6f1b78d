import type { CallingRules as Rules } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, Field, Input } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { CampaignsPage } from './campaigns-page.tsx'
import { HoursRange } from './hours-fields.tsx'

/** What holds for every call that the workspace makes by itself. */
export function CallingRules() {
  const rules = useQuery({
    queryKey: ['calling-rules'],
    queryFn: () => parley.callingRules.get(),
  })
  return (
    <CampaignsPage>
      <Card title={t('callingRules.title')}>
        {rules.isPending && <SkeletonLines count={6} />}
        {rules.isError && <Failure error={rules.error} retry={() => void rules.refetch()} />}
        {rules.data && <Form key={rules.data.updatedAt} rules={rules.data} />}
      </Card>
    </CampaignsPage>
  )
}

function Form({ rules }: { readonly rules: Rules }) {
  const cache = useQueryClient()
  const mayWrite = useMay('write')
  const [range, setRange] = useState({
    days: rules.timeRange.days,
    from: rules.timeRange.startCallingTime,
    to: rules.timeRange.endCallingTime,
  })
  const [cap, setCap] = useState(String(rules.dailyCap))
  const [lines, setLines] = useState(String(rules.maxConcurrency))
  const [pace, setPace] = useState(
    rules.callsPerSecond === null ? '' : String(rules.callsPerSecond),
  )
  const [needsConsent, setNeedsConsent] = useState(rules.needsConsent)
  const save = useMutation({
    mutationFn: () =>
      parley.callingRules.update({
        timeRange: {
          days: range.days,
          startCallingTime: range.from,
          endCallingTime: range.to,
        },
        dailyCap: Number(cap),
        maxConcurrency: Number(lines),
        callsPerSecond: pace.trim() === '' ? null : Number(pace),
        needsConsent,
      }),
    onSuccess: () => tell(t('form.saved')),
    onSettled: () => cache.invalidateQueries({ queryKey: ['calling-rules'] }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
        <p className="text-muted">{t('callingRules.text')}</p>
        <HoursRange
          {...range}
          onChange={({ days, ...changes }) =>
            setRange((before) => ({ ...before, ...changes, ...(days && { days: [...days] }) }))
          }
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <NumberField
            label={t('callingRules.cap')}
            hint={t('callingRules.capHint')}
            max={100}
            value={cap}
            onChange={setCap}
          />
          <NumberField
            label={t('callingRules.lines')}
            hint={t('callingRules.linesHint')}
            max={10_000}
            value={lines}
            onChange={setLines}
          />
          <NumberField
            label={t('campaigns.perSecond')}
            hint={t('callingRules.paceHint')}
            max={1_000}
            isOptional
            value={pace}
            onChange={setPace}
          />
        </div>
        <Check
          label={t('callingRules.consent')}
          hint={t('callingRules.consentHint')}
          checked={needsConsent}
          onChange={({ target }) => setNeedsConsent(target.checked)}
        />
        <Refused error={save.error} />
        {mayWrite && (
          <Button
            look="primary"
            type="submit"
            className="self-start"
            disabled={save.isPending || range.days.length === 0 || range.to <= range.from}
          >
            {t('action.save')}
          </Button>
        )}
      </fieldset>
    </form>
  )
}

type NumberProps = {
  readonly label: string
  readonly hint: string
  readonly max: number
  readonly isOptional?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function NumberField({ label, hint, max, isOptional = false, value, onChange }: NumberProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <Input
          {...ids}
          type="number"
          required={!isOptional}
          min={isOptional ? 0.01 : 1}
          max={max}
          step={isOptional ? 'any' : 1}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
