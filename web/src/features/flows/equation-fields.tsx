import type { Transition } from '@parley/contract'
import { Plus, Trash2 } from 'lucide-react'
import { t, tOr } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Choice } from './text-control.tsx'
import { loneOperators, operators, textOf } from './words.ts'

export type Condition = NonNullable<Transition['condition']>

type EquationProps = {
  readonly condition: Condition
  readonly canEdit: boolean
  readonly onChange: (condition: Condition) => void
}

/** Comparisons of variables, all of which hold or any. */
export function EquationFields({ condition, canEdit, onChange }: EquationProps) {
  const terms = condition.conditions ?? []
  const setTerms = (conditions: typeof terms) => onChange({ ...condition, conditions })
  const set = (index: number, changes: object) =>
    setTerms(terms.map((term, at) => (at === index ? { ...term, ...changes } : term)))
  return (
    <fieldset className="flex flex-col gap-2" disabled={!canEdit}>
      <legend className="sr-only">{t('flowCondition.structured_equation')}</legend>
      {terms.length > 1 && (
        <Choice
          label={t('flow.logic')}
          value={condition.logic === 'any' ? 'any' : 'all'}
          options={[
            ['all', t('flow.logicAll')],
            ['any', t('flow.logicAny')],
          ]}
          onChange={(logic) => onChange({ ...condition, logic: logic === 'any' ? 'any' : 'all' })}
        />
      )}
      {terms.map(({ variable, operator, value }, index) => (
        <div key={index} className="grid grid-cols-[1fr_1fr_auto] items-center gap-1.5">
          <Input
            dir="ltr"
            aria-label={t('flow.variable')}
            placeholder={t('flow.variable')}
            value={variable}
            onChange={({ target }) => set(index, { variable: target.value })}
          />
          <select
            className="field"
            aria-label={t('flow.operator')}
            value={operator}
            onChange={({ target }) => set(index, { operator: target.value })}
          >
            {!operators.some((known) => known === operator) && <option>{operator}</option>}
            {operators.map((one) => (
              <option key={one} value={one}>
                {tOr(`flowOperator.${one}`, one)}
              </option>
            ))}
          </select>
          <IconButton
            label={t('flow.removeTerm')}
            onClick={() => setTerms(terms.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden size={14} />
          </IconButton>
          {!loneOperators.includes(operator) && (
            <Input
              dir="auto"
              className="col-span-2"
              aria-label={t('field.value')}
              placeholder={t('field.value')}
              value={textOf(value)}
              onChange={({ target }) => set(index, { value: target.value })}
            />
          )}
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => setTerms([...terms, { variable: '', operator: 'equals', value: '' }])}
      >
        <Plus aria-hidden size={13} />
        {t('flow.addTerm')}
      </Button>
    </fieldset>
  )
}
