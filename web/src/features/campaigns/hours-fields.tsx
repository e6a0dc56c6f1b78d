import type { Campaign } from '@parley/contract'
import { t } from '../../i18n/index.ts'
import { Check, Field, Input, Select } from '../../ui/field.tsx'
import { type Weekday, weekdays } from './draft.ts'
import type { PartProps } from './form-part.ts'

const starts = ['MANUAL', 'NOW', 'SCHEDULE'] as const satisfies Campaign['sendType'][]

/** When it begins, and in which hours it may call. */
export function HoursFields({ draft, change }: PartProps) {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('campaigns.begin')} hint={t(`sendTypeText.${draft.start}`)}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.start}
              onChange={({ target }) => change({ start: target.value as (typeof starts)[number] })}
            >
              {starts.map((start) => (
                <option key={start} value={start}>
                  {t(`sendType.${start}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.start === 'SCHEDULE' && (
          <Field
            label={t('campaigns.startAt')}
            hint={draft.zone || t('campaigns.thisComputer')}
            required
          >
            {(ids) => (
              <Input
                {...ids}
                type="datetime-local"
                required
                value={draft.startAt}
                onChange={({ target }) => change({ startAt: target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Check
        label={t('campaigns.ownHours')}
        hint={t('campaigns.ownHoursText')}
        checked={draft.hasHours}
        onChange={({ target }) => change({ hasHours: target.checked })}
      />
      {draft.hasHours && (
        <HoursRange
          days={draft.days}
          from={draft.from}
          to={draft.to}
          onChange={(changes) => change(changes)}
        />
      )}
      <Field label={t('campaigns.clock')} hint={t('campaigns.clockHint')} className="sm:w-1/2">
        {(ids) => (
          <Select
            {...ids}
            value={draft.zone}
            onChange={({ target }) => change({ zone: target.value })}
          >
            <option value="">{t('campaigns.clockOfPerson')}</option>
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}

type RangeProps = {
  readonly days: readonly Weekday[]
  readonly from: string
  readonly to: string
  readonly onChange: (changes: {
    readonly days?: readonly Weekday[]
    readonly from?: string
    readonly to?: string
  }) => void
}

/** Days of the week, and from when to when. */
export function HoursRange({ days, from, to, onChange }: RangeProps) {
  const toggle = (day: Weekday, on: boolean) =>
    onChange({ days: weekdays.filter((known) => (known === day ? on : days.includes(known))) })
  return (
    <div className="flex flex-col gap-3">
      <fieldset>
        <legend className="mb-1.5 text-xs font-medium text-muted">{t('campaigns.days')}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {weekdays.map((day) => (
            <Check
              key={day}
              label={t(`weekday.${day}`)}
              checked={days.includes(day)}
              onChange={({ target }) => toggle(day, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 gap-3 sm:w-1/2">
        <Field label={t('campaigns.from')}>
          {(ids) => (
            <Input
              {...ids}
              type="time"
              required
              value={from}
              onChange={({ target }) => onChange({ from: target.value })}
            />
          )}
        </Field>
        <Field label={t('campaigns.to')} error={to <= from ? t('campaigns.toError') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              type={to === '24:00' ? 'text' : 'time'}
              required
              value={to}
              onChange={({ target }) => onChange({ to: target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}
