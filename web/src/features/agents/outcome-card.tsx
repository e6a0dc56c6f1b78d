import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { cx } from '../../ui/cx.ts'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import type { CardProps } from './conversation-cards.tsx'
import type { Shape } from './draft.ts'
import {
  fieldKinds,
  fieldsOf,
  type OutcomeField,
  shapeOf,
  troubledFields,
  withKind,
} from './outcome-fields.ts'
import { Section } from './section.tsx'

const ways = ['fields', 'json'] as const

/** What a call should find out: as rows, or as the JSON Schema that they are. */
export function OutcomeCard({ draft, set }: CardProps) {
  const [way, setWay] = useState<(typeof ways)[number]>('fields')
  return (
    <Section
      name="outcome"
      text={t('agents.outcomeText')}
      actions={
        <span className="flex rounded-md border border-line p-0.5" role="group">
          {ways.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={way === one}
              onClick={() => setWay(one)}
              className={cx(
                'rounded px-2 text-xs',
                way === one ? 'bg-selected font-medium text-accent' : 'text-muted',
              )}
            >
              {t(`outcomeWay.${one}`)}
            </button>
          ))}
        </span>
      }
    >
      {way === 'fields' ? (
        <Fields shape={draft.shape} onChange={(shape) => set({ shape })} />
      ) : (
        <RawShape shape={draft.shape} onChange={(shape) => set({ shape })} />
      )}
      <Field label={t('agents.outcome')} hint={t('agents.outcomeHint')}>
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={2}
            value={draft.outcome}
            onChange={({ target }) => set({ outcome: target.value })}
          />
        )}
      </Field>
    </Section>
  )
}

type ShapeProps = {
  readonly shape: Shape | null
  readonly onChange: (shape: Shape | null) => void
}

const blank: OutcomeField = {
  name: '',
  kind: 'text',
  isRequired: false,
  description: '',
  values: [],
  rest: {},
}

function Fields({ shape, onChange }: ShapeProps) {
  // Rows that have no name yet are not in the shape.
  const [fields, setFields] = useState(() => fieldsOf(shape))
  const troubled = troubledFields(fields)
  const change = (next: readonly OutcomeField[]) => {
    setFields(next)
    if (troubledFields(next).size === 0) onChange(shapeOf(next, shape))
  }
  const changeOne = (index: number, next: OutcomeField) =>
    change(fields.map((field, at) => (at === index ? next : field)))
  return (
    <div className="flex flex-col gap-2">
      {fields.length === 0 && <p className="text-muted">{t('agents.noFields')}</p>}
      <ul className="flex flex-col gap-2">
        {fields.map((field, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- names change while they are typed
          <li key={index} className="rounded-md border border-line p-2.5">
            <FieldRow
              field={field}
              number={index + 1}
              isTroubled={troubled.has(index)}
              onChange={(next) => changeOne(index, next)}
              onRemove={() => change(fields.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button size="sm" onClick={() => setFields([...fields, blank])}>
          <Plus aria-hidden size={13} />
          {t('agents.addField')}
        </Button>
      </div>
    </div>
  )
}

type RowProps = {
  readonly field: OutcomeField
  readonly number: number
  readonly isTroubled: boolean
  readonly onChange: (field: OutcomeField) => void
  readonly onRemove: () => void
}

function FieldRow({ field, number, isTroubled, onChange, onRemove }: RowProps) {
  const { name, kind, isRequired, description, values } = field
  const label = name || t('agents.field', { number })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Input
          className="min-w-32 flex-1 font-mono text-xs"
          dir="ltr"
          aria-label={t('agents.fieldName', { number })}
          placeholder={t('field.name')}
          aria-invalid={isTroubled}
          maxLength={100}
          value={name}
          onChange={({ target }) => onChange({ ...field, name: target.value })}
        />
        <Select
          className="w-36!"
          aria-label={t('agents.fieldKind', { name: label })}
          value={kind}
          onChange={({ target }) =>
            onChange(withKind(field, fieldKinds.find((one) => one === target.value) ?? 'text'))
          }
        >
          {fieldKinds.map((one) => (
            <option key={one} value={one}>
              {t(`outcomeKind.${one}`)}
            </option>
          ))}
        </Select>
        <label className="flex items-center gap-1.5 text-xs">
          <input
            type="checkbox"
            className="size-4 accent-accent-fill"
            checked={isRequired}
            onChange={({ target }) => onChange({ ...field, isRequired: target.checked })}
          />
          {t('agents.required')}
        </label>
        <IconButton label={t('agents.removeField', { name: label })} onClick={onRemove}>
          <X aria-hidden size={14} />
        </IconButton>
      </div>
      <Input
        dir="auto"
        aria-label={t('agents.fieldMeaning', { name: label })}
        placeholder={t('agents.fieldMeaningHint')}
        maxLength={2_000}
        value={description}
        onChange={({ target }) => onChange({ ...field, description: target.value })}
      />
      {kind === 'choice' && (
        <Input
          dir="auto"
          aria-label={t('agents.fieldValues', { name: label })}
          placeholder={t('agents.fieldValuesHint')}
          value={values.join(', ')}
          onChange={({ target }) =>
            onChange({
              ...field,
              values: target.value.split(',').map((value) => value.trimStart()),
            })
          }
        />
      )}
      {kind === 'object' && <p className="text-xs text-faint">{t('agents.objectNote')}</p>}
      {isTroubled && (
        <p role="alert" className="text-xs text-bad">
          {kind === 'choice' ? t('agents.choiceNeedsValues') : t('agents.nameTwice')}
        </p>
      )}
    </div>
  )
}

function RawShape({ shape, onChange }: ShapeProps) {
  const [text, setText] = useState(() => (shape ? JSON.stringify(shape, null, 2) : ''))
  const [isWrong, setIsWrong] = useState(false)
  return (
    <Field
      label={t('agents.schema')}
      hint={t('agents.schemaHint')}
      error={isWrong ? t('agents.noJson') : undefined}
    >
      {(ids) => (
        <CodeField
          {...ids}
          label={t('agents.schema')}
          rows={12}
          value={text}
          onChange={(next) => {
            setText(next)
            const read = shapeIn(next)
            setIsWrong(read === undefined)
            if (read !== undefined) onChange(read)
          }}
        />
      )}
    </Field>
  )
}

/** Null of nothing, undefined of what is no object in JSON. */
function shapeIn(text: string): Shape | null | undefined {
  if (!text.trim()) return null
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Shape)
      : undefined
  } catch {
    return undefined
  }
}
