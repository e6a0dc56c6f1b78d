import { ChevronRight } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { Check, Field, Input, Select } from '../../ui/field.tsx'
import type { CardProps } from './conversation-cards.tsx'
import type { Settings } from './draft.ts'
import { Section } from './section.tsx'
import { type SettingControl, settingGroups } from './setting-list.ts'

/** How it behaves in a call: what most agents need first, and everything within reach. */
export function CallSettingsCard({ draft, set }: CardProps) {
  const change = (changes: Partial<Settings>) =>
    set({ settings: { ...draft.settings, ...changes } })
  const rows = (settings: readonly SettingControl[]) => (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      {settings.map((setting) => (
        <Setting
          key={setting.name}
          setting={setting}
          value={draft.settings[setting.name]}
          onChange={(value) => change({ [setting.name]: value })}
        />
      ))}
    </div>
  )
  return (
    <Section name="settings">
      {settingGroups
        .filter(({ isUsual }) => isUsual)
        .map(({ name, settings }) => (
          <div key={name}>
            <h3 className="mb-2.5 font-medium">{t(`settingGroup.${name}`)}</h3>
            {rows(settings)}
          </div>
        ))}
      {settingGroups
        .filter(({ isUsual }) => !isUsual)
        .map(({ name, settings }) => (
          <details key={name} className="group border-t border-line pt-3">
            <summary className="flex list-none items-center gap-1.5 font-medium">
              <ChevronRight
                aria-hidden
                size={14}
                className="text-faint group-open:rotate-90 rtl:rotate-180 rtl:group-open:rotate-90"
              />
              {t(`settingGroup.${name}`)}
            </summary>
            <div className="mt-3">{rows(settings)}</div>
          </details>
        ))}
    </Section>
  )
}

type SettingProps = {
  readonly setting: SettingControl
  readonly value: Settings[keyof Settings]
  readonly onChange: (value: Settings[keyof Settings]) => void
}

function Setting({ setting, value, onChange }: SettingProps) {
  const { name } = setting
  const label = t(`setting.${name}`)
  const hint = t(`settingHint.${name}`)
  if (setting.kind === 'switch') {
    return (
      <Check
        label={label}
        hint={hint}
        checked={value === true}
        onChange={({ target }) => onChange(target.checked)}
      />
    )
  }
  if (setting.kind === 'number') {
    return <NumberSetting setting={setting} value={Number(value)} onChange={onChange} />
  }
  return (
    <Field label={label} hint={hint}>
      {(ids) =>
        setting.kind === 'choice' ? (
          <Select
            {...ids}
            value={String(value)}
            onChange={({ target }) =>
              onChange(setting.values.find((one) => String(one) === target.value) ?? null)
            }
          >
            {setting.values.map((one) => (
              <option key={String(one)} value={String(one)}>
                {choiceText(name, one)}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...ids}
            dir="ltr"
            maxLength={50}
            value={String(value ?? '')}
            onChange={({ target }) => onChange(target.value || null)}
          />
        )
      }
    </Field>
  )
}

function choiceText(name: keyof Settings, value: string | number | null): string {
  if (name === 'waitForUserToSpeakFirst') return t(`settingWait.${value as 0 | 1 | 2}`)
  return t(`settingEnhancer.${value as 'Disabled' | 'Basic' | 'Advanced'}`)
}

type NumberProps = {
  readonly setting: Extract<SettingControl, { kind: 'number' }>
  readonly value: number
  readonly onChange: (value: number) => void
}

/** Typed or pulled; what is out of range is told by the field itself. */
function NumberSetting({ setting, value, onChange }: NumberProps) {
  const { name, min, max, unit } = setting
  const isOut = Number.isNaN(value) || value < min || value > max
  return (
    <Field
      label={t(`setting.${name}`)}
      hint={t(`settingHint.${name}`)}
      error={isOut ? t('agents.outOfRange', { min, max }) : undefined}
    >
      {(ids) => (
        <span className="flex items-center gap-2">
          <Input
            {...ids}
            type="number"
            dir="ltr"
            min={min}
            max={max}
            step="any"
            className="figures max-w-28"
            value={Number.isNaN(value) ? '' : value}
            onChange={({ target }) => onChange(target.valueAsNumber)}
          />
          {unit && <span className="text-xs text-muted">{t(`settingUnit.${unit}`)}</span>}
        </span>
      )}
    </Field>
  )
}
