import type { ReportSettings as Settings } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { useMe } from '../../../api/queries.ts'
import { formatHour, formatWeekday } from '../../../i18n/format.ts'
import { languages, t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Check, Field, Select } from '../../../ui/field.tsx'
import { Failure, Refused } from '../../../ui/states.tsx'
import { tell } from '../../../ui/toast.ts'
import { AnalysisPage } from './analysis-page.tsx'
import { useUnsaved } from './unsaved.tsx'

const queryKey = ['report-settings']
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const hours = Array.from({ length: 24 }, (_, hour) => hour)
const starts = { monday: 1, saturday: 6, sunday: 7 } as const

/** Its name: the first of January 2024 was a Monday. */
const weekdayName = (day: number) => formatWeekday(`2024-01-0${day}T00:00:00Z`)

/** The beginning of the week, and the mail about it. */
export function ReportSettings() {
  return (
    <AnalysisPage>
      <Loaded />
    </AnalysisPage>
  )
}

function Loaded() {
  const settings = useQuery({ queryKey, queryFn: () => parley.reports.getSettings() })
  const { data } = settings
  return (
    <Card title={t('analysis.reports')}>
      {settings.isPending && <SkeletonLines count={5} />}
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {data && <Form key={data.updated_at} settings={data} />}
    </Card>
  )
}

function valuesOf(settings: Settings) {
  const { week_starts_on, mail_enabled, mail_weekday, mail_hour, mail_language } = settings
  return { week_starts_on, mail_enabled, mail_weekday, mail_hour, mail_language }
}

function Form({ settings }: { readonly settings: Settings }) {
  const cache = useQueryClient()
  const [values, setValues] = useState(() => valuesOf(settings))
  const set = (changes: Partial<typeof values>) => setValues({ ...values, ...changes })
  const save = useMutation({
    mutationFn: () => parley.reports.updateSettings(values),
    onSuccess(saved) {
      tell(t('form.saved'))
      cache.setQueryData(queryKey, saved)
      void cache.invalidateQueries({ queryKey: ['reports'] })
    },
  })
  const isDirty = JSON.stringify(values) !== JSON.stringify(valuesOf(settings))
  const asking = useUnsaved(isDirty && !save.isSuccess)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field
        label={t('reportSettings.weekStart')}
        hint={t('reportSettings.weekStartHint')}
        className="max-w-xs"
      >
        {(ids) => (
          <Select
            {...ids}
            value={values.week_starts_on}
            onChange={({ target }) =>
              set({ week_starts_on: target.value as Settings['week_starts_on'] })
            }
          >
            {Object.entries(starts).map(([name, day]) => (
              <option key={name} value={name}>
                {weekdayName(day)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Mail values={values} set={set} />
      <Refused error={save.error} />
      <Button
        look="primary"
        type="submit"
        className="self-start"
        disabled={save.isPending || !isDirty}
      >
        {t('action.save')}
      </Button>
      {asking}
    </form>
  )
}

type Values = ReturnType<typeof valuesOf>

type MailProps = { readonly values: Values; readonly set: (changes: Partial<Values>) => void }

function Mail({ values, set }: MailProps) {
  const { time_zone: zone } = useMe().workspace
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <Check
        label={t('reportSettings.mail')}
        hint={t('reportSettings.mailHint')}
        checked={values.mail_enabled}
        onChange={({ target }) => set({ mail_enabled: target.checked })}
      />
      <fieldset disabled={!values.mail_enabled} className="grid gap-3 ps-6.5 sm:grid-cols-2">
        <legend className="sr-only">{t('reportSettings.mail')}</legend>
        <Field label={t('reportSettings.weekday')}>
          {(ids) => (
            <Select
              {...ids}
              value={values.mail_weekday}
              onChange={({ target }) => set({ mail_weekday: Number(target.value) })}
            >
              {weekdays.map((day) => (
                <option key={day} value={day}>
                  {weekdayName(day)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('reportSettings.hour')} hint={t('reportSettings.hourHint', { zone })}>
          {(ids) => (
            <Select
              {...ids}
              value={values.mail_hour}
              onChange={({ target }) => set({ mail_hour: Number(target.value) })}
            >
              {hours.map((hour) => (
                <option key={hour} value={hour}>
                  {formatHour(hour)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('reportSettings.language')}>
          {(ids) => (
            <Select
              {...ids}
              value={values.mail_language}
              onChange={({ target }) =>
                set({ mail_language: target.value as Settings['mail_language'] })
              }
            >
              {Object.entries(languages).map(([language, name]) => (
                <option key={language} value={language}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </fieldset>
    </div>
  )
}
