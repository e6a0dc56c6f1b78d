import { Field, Input } from '../../ui/field.tsx'

type TextProps = {
  readonly label: string
  readonly hint?: string
  readonly required?: boolean
  /** Typed, and never shown again. */
  readonly isSecret?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A line of a form, from left to right: numbers, addresses and secrets. */
export function TextField({ label, hint, required, isSecret, value, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint} required={required}>
      {(ids) => (
        <Input
          {...ids}
          dir="ltr"
          type={isSecret ? 'password' : 'text'}
          autoComplete={isSecret ? 'new-password' : 'off'}
          required={required}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
