import { Plus, Trash2 } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import type { Pair } from './tool-rules.ts'

type PairProps = {
  readonly legend: string
  readonly hint?: string
  readonly add: string
  readonly pairs: readonly Pair[]
  /** Values are secrets: typed, and never shown again. */
  readonly isSecret?: boolean
  readonly onChange: (pairs: readonly Pair[]) => void
}

/** Names and values, such as headers. */
export function PairFields({ legend, hint, add, pairs, isSecret, onChange }: PairProps) {
  const set = (index: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...changes } : pair)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-xs font-medium text-muted">{legend}</legend>
      {hint && <p className="text-xs text-faint">{hint}</p>}
      {pairs.map((pair, index) => (
        <div key={index} className="flex items-center gap-1.5">
          <Input
            dir="ltr"
            className="w-2/5!"
            aria-label={t('field.name')}
            placeholder={t('field.name')}
            value={pair.name}
            // A stored value belongs to its name.
            readOnly={pair.isKept === true}
            onChange={({ target }) => set(index, { name: target.value })}
          />
          <Input
            dir="ltr"
            type={isSecret ? 'password' : 'text'}
            autoComplete="off"
            aria-label={t('field.value')}
            placeholder={pair.isKept ? t('tools.kept') : t('field.value')}
            value={pair.value}
            onChange={({ target }) => set(index, { value: target.value })}
          />
          <IconButton
            label={t('tools.removeRow', { name: pair.name })}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden size={14} />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
      >
        <Plus aria-hidden size={13} />
        {add}
      </Button>
    </fieldset>
  )
}
