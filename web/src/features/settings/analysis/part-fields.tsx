import type { CriterionMeasure } from '@parley/contract'
import { useEffect, useRef } from 'react'
import { t } from '../../../i18n/index.ts'
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx'
import { limits, measures, type Mistake, type StageDraft } from './scorecard-draft.ts'

type NameProps = {
  readonly part: StageDraft
  readonly isNew: boolean
  readonly isMissing: boolean
  readonly onChange: (name: string) => void
}

/** One that was added just now is named next. */
export function PartName({ part, isNew, isMissing, onChange }: NameProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isNew) input.current?.focus()
  }, [isNew])
  return (
    <Field
      label={t('field.name')}
      required
      error={isMissing ? t('scorecards.needed') : undefined}
      className="sm:col-span-2"
    >
      {(ids) => (
        <Input
          {...ids}
          ref={input}
          dir="auto"
          maxLength={200}
          value={part.name}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

type LookProps = {
  readonly part: StageDraft
  readonly mistakes: readonly Mistake[]
  readonly onChange: (changes: Partial<StageDraft>) => void
}

/** By what people, a model and the built-in evaluator recognise it. */
export function LookForFields({ part, mistakes, onChange }: LookProps) {
  const isTooMuch = mistakes.some(({ id, field }) => id === part.id && field === 'phrases')
  return (
    <>
      <Field
        label={t('scorecards.guidance')}
        hint={t('scorecards.guidanceHint')}
        className="sm:col-span-2"
      >
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={2}
            maxLength={2_000}
            value={part.guidance}
            onChange={({ target }) => onChange({ guidance: target.value })}
          />
        )}
      </Field>
      <Field
        label={t('scorecards.phrases')}
        hint={t('scorecards.phrasesHint')}
        error={isTooMuch ? t('scorecards.phrasesMax', { count: limits.phrases }) : undefined}
      >
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={3}
            value={part.phrases}
            onChange={({ target }) => onChange({ phrases: target.value })}
          />
        )}
      </Field>
      <Field label={t('scorecards.measure')} hint={t('scorecards.measureHint')}>
        {(ids) => (
          <Select
            {...ids}
            value={part.measure ?? ''}
            onChange={({ target }) =>
              onChange({ measure: (target.value || null) as CriterionMeasure | null })
            }
          >
            <option value="">{t('scorecards.noMeasure')}</option>
            {measures.map((measure) => (
              <option key={measure} value={measure}>
                {t(`measure.${measure}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
