import { Check } from '../../../ui/field.tsx'

type ChoicesProps<V extends string> = {
  readonly legend: string
  readonly hint: string
  readonly values: readonly V[]
  readonly chosen: readonly V[]
  readonly wordsOf: (value: V) => string
  readonly onChange: (chosen: readonly V[]) => void
}

/** Some of a few words, in the order of the list. */
export function Choices<V extends string>(props: ChoicesProps<V>) {
  const { legend, hint, values, chosen, wordsOf, onChange } = props
  const toggle = (value: V, isChosen: boolean) =>
    onChange(values.filter((one) => (one === value ? isChosen : chosen.includes(one))))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium text-muted">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {values.map((value) => (
          <Check
            key={value}
            label={wordsOf(value)}
            checked={chosen.includes(value)}
            onChange={({ target }) => toggle(value, target.checked)}
          />
        ))}
      </div>
      <p className="mt-1 text-xs text-faint">{hint}</p>
    </fieldset>
  )
}
