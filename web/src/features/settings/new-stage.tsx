import type { DealStage } from '@parley/contract'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { placeOfNew, readPercent } from './pipeline-rules.ts'
import { outcomes } from './stage-line.tsx'
import { usePipeline } from './use-pipeline.ts'

const usual = { open: '50', won: '100', lost: '0' } as const
const empty = { name: '', outcome: 'open' as DealStage['outcome'], probability: '' }

/** Another stage, behind those that are open. */
export function NewStage({ stages }: { readonly stages: readonly DealStage[] }) {
  const { add } = usePipeline()
  const [values, setValues] = useState(empty)
  const { name, outcome, probability } = values
  const set = (changes: Partial<typeof empty>) => setValues({ ...values, ...changes })
  const percent = readPercent(probability || usual[outcome])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || percent === undefined) return
    const order = placeOfNew(stages, outcome)
    add.mutate(
      { name: name.trim(), outcome, probability: percent, ...(order && { order }) },
      { onSuccess: () => setValues(empty) },
    )
  }
  return (
    <Card title={t('pipeline.add')}>
      <form
        noValidate
        aria-label={t('pipeline.add')}
        className="flex flex-col gap-3"
        onSubmit={submit}
      >
        <div className="grid gap-3 sm:grid-cols-[1fr_8rem_8rem]">
          <Field label={t('field.name')} required>
            {(ids) => (
              <Input
                {...ids}
                dir="auto"
                className="rtl:text-right"
                maxLength={100}
                value={name}
                onChange={({ target }) => set({ name: target.value })}
              />
            )}
          </Field>
          <Field label={t('pipeline.outcome')}>
            {(ids) => (
              <Select
                {...ids}
                value={outcome}
                onChange={({ target }) =>
                  set({ outcome: outcomes.find((one) => one === target.value) ?? 'open' })
                }
              >
                {outcomes.map((one) => (
                  <option key={one} value={one}>
                    {t(`stageOutcome.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={t('pipeline.probability')}
            error={percent === undefined ? t('pipeline.percentProblem') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                className="figures"
                inputMode="numeric"
                placeholder={usual[outcome]}
                value={probability}
                onChange={({ target }) => set({ probability: target.value })}
              />
            )}
          </Field>
        </div>
        <Refused error={add.error} />
        <Button
          look="primary"
          type="submit"
          className="self-start"
          disabled={!name.trim() || percent === undefined || add.isPending}
        >
          <Plus aria-hidden size={14} />
          {t('pipeline.add')}
        </Button>
      </form>
    </Card>
  )
}
