type Props = {
  readonly label: string
  /** Null: not told. */
  readonly value: number | null
  readonly max: number
  readonly step?: number
  /** Behind the number, such as %. */
  readonly unit: string
  readonly onKeep: (value: number) => void
}

/** A number that is kept when the field is left or Enter is pressed. */
export function NumberInput({ label, value, max, step = 1, unit, onKeep }: Props) {
  const keep = (text: string) => {
    const next = Number(text)
    if (text === '' || next === value || !(next >= 0 && next <= max)) return
    onKeep(next)
  }
  return (
    <span className="figures flex items-center gap-1">
      <input
        key={value}
        type="number"
        min={0}
        max={max}
        step={step}
        aria-label={label}
        defaultValue={value ?? ''}
        className="h-7 w-16 rounded-md border border-line bg-page px-1.5 text-end text-xs"
        onBlur={(event) => keep(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <span aria-hidden className="w-6 text-xs text-faint">
        {unit}
      </span>
    </span>
  )
}
