import { useState } from 'react'
import { t } from '../i18n/index.ts'
import { useOptions, ValueControl } from './value-control.tsx'
import { type FieldView, type Row } from './resource-view.ts'

type InlineProps = {
  readonly field: FieldView
  readonly row: Row
  readonly onDone: (changes?: { readonly body: object; readonly shown?: object }) => void
}

const chosenAtOnce: ReadonlySet<string> = new Set(['choice', 'person', 'stage'])

/** Edits one value in its place: Enter or leaving it keeps what was typed, Escape does not. */
export function InlineEdit({ field, row, onDone }: InlineProps) {
  const [value, setValue] = useState<unknown>(row[field.name])
  const options = useOptions(field)
  const keep = (next: unknown = value) => {
    const clean = next === '' ? null : next
    const isSame = clean === (row[field.name] ?? null) || (clean === null && field.required)
    if (isSame) return onDone()
    const words = field.words
      ? { [field.words]: options.find((option) => option.value === clean)?.words ?? null }
      : undefined
    onDone({ body: { [field.name]: clean }, shown: words })
  }
  return (
    // Keys and presses here are not for the row around it.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- its control has the role
    <div
      className="w-full"
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onDone()
        if (event.key === 'Enter') keep()
      }}
    >
      <ValueControl
        field={field}
        value={value}
        autoFocus
        ids={{ 'aria-label': t(field.label) }}
        onChange={(next) => {
          setValue(next)
          if (chosenAtOnce.has(field.kind)) keep(next)
        }}
        onBlur={() => keep()}
      />
    </div>
  )
}
