import { t } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/field.tsx'
import type { Draft } from './draft.ts'
import type { PartProps } from './form-part.ts'

type Limit = 'maxConcurrency' | 'callsPerSecond' | 'reserved' | 'maxAttempts'

const limits: readonly {
  readonly name: Limit
  readonly label:
    | 'campaigns.atOnce'
    | 'campaigns.perSecond'
    | 'campaigns.reserved'
    | 'campaigns.maxAttempts'
  readonly hint:
    | 'campaigns.atOnceHint'
    | 'campaigns.perSecondHint'
    | 'campaigns.reservedHint'
    | 'campaigns.maxAttemptsHint'
  readonly min: number
  readonly max: number
  readonly step: number | 'any'
}[] = [
  {
    name: 'maxConcurrency',
    label: 'campaigns.atOnce',
    hint: 'campaigns.atOnceHint',
    min: 1,
    max: 10_000,
    step: 1,
  },
  {
    name: 'callsPerSecond',
    label: 'campaigns.perSecond',
    hint: 'campaigns.perSecondHint',
    min: 0.01,
    max: 1_000,
    step: 'any',
  },
  {
    name: 'reserved',
    label: 'campaigns.reserved',
    hint: 'campaigns.reservedHint',
    min: 0,
    max: 10_000,
    step: 1,
  },
  {
    name: 'maxAttempts',
    label: 'campaigns.maxAttempts',
    hint: 'campaigns.maxAttemptsHint',
    min: 1,
    max: 20,
    step: 1,
  },
]

/** How fast it calls, and how often one person at most. */
export function PaceFields({ draft, change }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {limits.map(({ name, label, hint, ...range }) => (
        <Field key={name} label={t(label)} hint={t(hint)}>
          {(ids) => (
            <Input
              {...ids}
              {...range}
              type="number"
              value={draft[name]}
              onChange={({ target }) => change({ [name]: target.value } as Pick<Draft, Limit>)}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
