import { Field, Input, Textarea } from '../../ui/field.tsx'

type TextProps = {
  readonly label: string
  readonly value: string | null | undefined
  readonly onChange: (value: string) => void
  readonly hint?: string
  readonly disabled?: boolean
  readonly long?: boolean
  /** For addresses, names of variables and the like. */
  readonly code?: boolean
}

/** A labelled text of a node, in one line or several. */
export function TextControl({ label, value, onChange, hint, ...more }: TextProps) {
  const { disabled, long = false, code = false } = more
  const direction = code ? 'ltr' : 'auto'
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(ids) =>
        long ? (
          <Textarea
            {...ids}
            rows={4}
            dir={direction}
            disabled={disabled}
            value={value ?? ''}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <Input
            {...ids}
            dir={direction}
            disabled={disabled}
            value={value ?? ''}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly disabled?: boolean
  readonly hint?: string
}

/** A labelled choice; a value that is none of the options is shown as it is. */
export function Choice({ label, value, onChange, options, disabled, hint }: ChoiceProps) {
  const isKnown = options.some(([known]) => known === value)
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          disabled={disabled}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          {!isKnown && <option value={value}>{value}</option>}
          {options.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
