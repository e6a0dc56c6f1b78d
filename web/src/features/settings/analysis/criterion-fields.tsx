import { formatNumber, formatShare } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { Choices } from './choices.tsx'
import { LookForFields, PartName } from './part-fields.tsx'
import {
  conversationKinds,
  type CriterionDraft,
  criterionKinds,
  limits,
  type Mistake,
  talkTypes,
  weightOf,
} from './scorecard-draft.ts'

type FieldsProps = {
  readonly criterion: CriterionDraft
  readonly isNew: boolean
  readonly mistakes: readonly Mistake[]
  readonly onChange: (changes: Partial<CriterionDraft>) => void
}

/** What one criterion asks, and of which conversations. */
export function CriterionFields({ criterion, isNew, mistakes, onChange }: FieldsProps) {
  const { id, kind, max, talkTypes: types, conversationKinds: kinds } = criterion
  const has = (field: Mistake['field']) =>
    mistakes.some((mistake) => mistake.id === id && mistake.field === field)
  return (
    <>
      <PartName
        part={criterion}
        isNew={isNew}
        isMissing={has('name')}
        onChange={(name) => onChange({ name })}
      />
      <Field label={t('scorecards.answer')} hint={t(`criterionKindText.${kind}`)}>
        {(ids) => (
          <Select
            {...ids}
            value={kind}
            onChange={({ target }) => onChange({ kind: target.value as typeof kind })}
          >
            {criterionKinds.map((one) => (
              <option key={one} value={one}>
                {t(`criterionKind.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {kind === 'scale' ? (
        <Field
          label={t('scorecards.max')}
          hint={t('scorecards.maxHint')}
          error={has('max') ? t('scorecards.maxFault', { max: limits.max }) : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={limits.max}
              value={max}
              onChange={({ target }) => onChange({ max: target.value })}
            />
          )}
        </Field>
      ) : (
        <span className="hidden sm:block" />
      )}
      <LookForFields part={criterion} mistakes={mistakes} onChange={onChange} />
      <Choices
        legend={t('scorecards.talkTypes')}
        hint={t('scorecards.noneIsAll')}
        values={talkTypes}
        chosen={types}
        wordsOf={(type) => t(`talkType.${type}`)}
        onChange={(chosen) => onChange({ talkTypes: chosen })}
      />
      <Choices
        legend={t('scorecards.kinds')}
        hint={t('scorecards.noneIsAll')}
        values={conversationKinds}
        chosen={kinds}
        wordsOf={(one) => t(`kind.${one}`)}
        onChange={(chosen) => onChange({ conversationKinds: chosen })}
      />
    </>
  )
}

type WeightProps = {
  readonly criterion: CriterionDraft
  readonly sum: number
  readonly canEdit: boolean
  readonly isFaulty: boolean
  readonly onChange: (weight: string) => void
}

/** How much a criterion counts, and what part of the whole that is. */
export function CriterionWeight({ criterion, sum, canEdit, isFaulty, onChange }: WeightProps) {
  const { kind, name, weight } = criterion
  const share = sum > 0 ? weightOf(criterion) / sum : 0
  return (
    <span className="figures flex items-center gap-2 pe-1 text-xs text-muted">
      <span className="whitespace-nowrap">{t(`criterionKind.${kind}`)}</span>
      {kind !== 'text' && canEdit && (
        <input
          type="number"
          min={0}
          max={limits.weight}
          step="any"
          aria-label={t('scorecards.weightOf', { name: name || t('parts.unnamed') })}
          aria-invalid={isFaulty}
          title={isFaulty ? t('scorecards.weightFault', { max: limits.weight }) : undefined}
          className="field min-h-7! w-16! px-1.5! py-0! text-end text-xs"
          value={weight}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {kind !== 'text' && !canEdit && <span>{formatNumber(Number(weight), 2)}</span>}
      <span className="w-9 text-end">{kind === 'text' ? '–' : formatShare(share)}</span>
    </span>
  )
}
