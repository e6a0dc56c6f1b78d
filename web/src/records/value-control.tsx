import { lazy, type ReactNode, Suspense } from 'react'
import { useMembers, useStages } from '../api/queries.ts'
import { t, tOr } from '../i18n/index.ts'
import { Input, Select, Textarea } from '../ui/field.tsx'
import { type FieldView, textOf } from './resource-view.ts'

const RecordPicker = lazy(async () => ({
  default: (await import('./record-picker.tsx')).RecordPicker,
}))

type ControlProps = {
  readonly field: FieldView
  readonly value: unknown
  /** Words for an id that was chosen before. */
  readonly words?: string
  readonly onChange: (value: unknown, words?: string) => void
  readonly onBlur?: () => void
  readonly autoFocus?: boolean
  readonly ids?: {
    readonly id?: string
    readonly 'aria-invalid'?: boolean
    readonly 'aria-describedby'?: string | undefined
    readonly 'aria-label'?: string
  }
}

const inputTypes: Partial<Record<FieldView['kind'], string>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
  day: 'date',
  money: 'number',
  percent: 'number',
  count: 'number',
}
const numbers: ReadonlySet<string> = new Set(['money', 'percent', 'count'])

/** Kinds that are not typed into one line. */
const controls: Partial<Record<FieldView['kind'], (props: ControlProps) => ReactNode>> = {
  choice: (props) => <ChoiceControl {...props} />,
  person: (props) => <ChoiceControl {...props} />,
  stage: (props) => <ChoiceControl {...props} />,
  company: (props) => <OtherRecord kind="company" {...props} />,
  contact: (props) => <OtherRecord kind="contact" {...props} />,
  deal: (props) => <OtherRecord kind="deal" {...props} />,
  flag: ({ value, onChange, ids }) => (
    <input
      type="checkbox"
      className="size-4 accent-accent-fill"
      checked={value === true}
      onChange={(event) => onChange(event.target.checked)}
      {...ids}
    />
  ),
  long: ({ value, onChange, onBlur, ids }) => (
    <Textarea
      rows={4}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      {...ids}
    />
  ),
}

/** What a value of this kind is edited with. */
export function ValueControl(props: ControlProps) {
  const { field, value, onChange, onBlur, autoFocus, ids } = props
  const control = controls[field.kind]
  if (control) return control(props)
  return (
    <Input
      type={inputTypes[field.kind] ?? 'text'}
      // An address may be typed without https://, which the server adds.
      {...(field.kind === 'url' && { type: 'text', inputMode: 'url' })}
      {...(numbers.has(field.kind) && { step: 'any', min: 0 })}
      autoFocus={autoFocus}
      value={textOf(value)}
      onChange={({ target }) => onChange(read(field, target.value))}
      onBlur={onBlur}
      {...ids}
    />
  )
}

type OtherProps = ControlProps & { readonly kind: 'company' | 'contact' | 'deal' }

function OtherRecord({ kind, words = '', value, onChange, ids }: OtherProps) {
  return (
    <Suspense fallback={<div className="field" />}>
      <RecordPicker
        kind={kind}
        words={words}
        isChosen={Boolean(value)}
        onChoose={onChange}
        ids={ids}
      />
    </Suspense>
  )
}

function read(field: FieldView, text: string): unknown {
  if (!numbers.has(field.kind)) return text
  return text === '' ? null : Number(text)
}

function ChoiceControl({ field, value, onChange, onBlur, autoFocus, ids }: ControlProps) {
  const options = useOptions(field)
  return (
    <Select
      autoFocus={autoFocus}
      value={textOf(value)}
      onChange={({ target }) => onChange(target.value || undefined)}
      onBlur={onBlur}
      {...ids}
    >
      {!value && <option value="">{t('value.choose')}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </Select>
  )
}

type Option = { readonly value: string; readonly words: string }

/** What can be chosen: people, stages, or a list of the contract. */
export function useOptions({ kind, choices }: Pick<FieldView, 'kind' | 'choices'>): Option[] {
  const members = useMembers()
  const stages = useStages()
  if (kind === 'person') {
    return members.map(({ user_id, name }) => ({ value: user_id, words: name }))
  }
  if (kind === 'stage') return stages.map(({ key, name }) => ({ value: key, words: name }))
  if (kind === 'flag') {
    return ['true', 'false'].map((value) => ({
      value,
      words: value === 'true' ? t('value.yes') : t('value.no'),
    }))
  }
  return (choices?.values ?? []).map((value) => ({
    value,
    words: tOr(`${choices?.words}.${value}`, value),
  }))
}
