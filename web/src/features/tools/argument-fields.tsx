import { Plus, Trash2 } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Check, Input } from '../../ui/field.tsx'
import type { PartProps } from './part-props.ts'
import type { Argument } from './tool-rules.ts'

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const
const places = ['path', 'query', 'header', 'body'] as const
const fresh: Argument = {
  name: '',
  type: 'string',
  description: '',
  isRequired: true,
  place: '',
  more: {},
}

/** What the model fills in, and where each goes. */
export function ArgumentFields({ draft, change }: PartProps) {
  const { args } = draft
  const set = (index: number, changes: Partial<Argument>) =>
    change({ args: args.map((one, at) => (at === index ? { ...one, ...changes } : one)) })
  return (
    <Card title={t('tools.arguments')}>
      <div className="flex flex-col gap-3">
        <p className="text-xs text-faint">{t('tools.argumentsHint')}</p>
        <ul className="flex flex-col gap-3">
          {args.map((argument, index) => (
            <ArgumentLine
              key={index}
              argument={argument}
              onChange={(changes) => set(index, changes)}
              onRemove={() => change({ args: args.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
        <Button size="sm" className="self-start" onClick={() => change({ args: [...args, fresh] })}>
          <Plus aria-hidden size={13} />
          {t('tools.addArgument')}
        </Button>
      </div>
    </Card>
  )
}

type LineProps = {
  readonly argument: Argument
  readonly onChange: (changes: Partial<Argument>) => void
  readonly onRemove: () => void
}

function ArgumentLine({ argument, onChange, onRemove }: LineProps) {
  const { name, type, description, isRequired, place } = argument
  return (
    <li className="grid grid-cols-[1fr_auto_auto_auto] items-center gap-1.5 rounded-md border border-line p-2">
      <Input
        dir="ltr"
        className="min-w-0 font-mono"
        aria-label={t('tools.argumentName')}
        placeholder={t('field.name')}
        value={name}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <select
        className="field w-auto!"
        aria-label={t('tools.argumentType', { name })}
        value={type}
        onChange={({ target }) => onChange({ type: target.value })}
      >
        {types.map((one) => (
          <option key={one} value={one}>
            {t(`argumentType.${one}`)}
          </option>
        ))}
      </select>
      <select
        className="field w-auto!"
        aria-label={t('tools.argumentPlace', { name })}
        value={place}
        onChange={({ target }) => onChange({ place: target.value })}
      >
        <option value="">{t('argumentPlace.usual')}</option>
        {places.map((one) => (
          <option key={one} value={one}>
            {t(`argumentPlace.${one}`)}
          </option>
        ))}
      </select>
      <IconButton label={t('tools.removeRow', { name })} onClick={onRemove}>
        <Trash2 aria-hidden size={14} />
      </IconButton>
      <Input
        dir="auto"
        className="col-span-2"
        aria-label={t('tools.argumentText', { name })}
        placeholder={t('field.description')}
        value={description}
        onChange={({ target }) => onChange({ description: target.value })}
      />
      <Check
        label={t('tools.required')}
        className="col-span-2 text-xs"
        checked={isRequired}
        onChange={({ target }) => onChange({ isRequired: target.checked })}
      />
    </li>
  )
}
