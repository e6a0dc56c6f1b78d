import type { ReportPeriod } from '@parley/contract'
import { Printer } from 'lucide-react'
import { useMemo } from 'react'
import { useMe, useMembers } from '../../api/queries.ts'
import { today } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { buttonClass, IconButton } from '../../ui/button.tsx'

const periods = ['today', 'week', 'month', 'quarter', 'year'] as const satisfies ReportPeriod[]

export type Range = {
  readonly period?: ReportPeriod
  readonly from?: string
  readonly to?: string
}

/** The range that the address asks for; a month where it says nothing. The same object while it is. */
export function useRange(): Range {
  const [{ period, from, to }] = useUrl()
  return useMemo(() => {
    if (from) return { from, ...(to && { to }) }
    return { period: periods.find((known) => known === period) ?? 'month' }
  }, [period, from, to])
}

export function PeriodPicker() {
  const [search, setSearch] = useUrl()
  const { sees_all_rows: seesAll } = useMe()
  const members = useMembers()
  const range = useRange()
  return (
    <div className="no-print flex flex-wrap items-center gap-1.5">
      <select
        aria-label={t('report.period')}
        className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
        value={range.from ? 'custom' : range.period}
        onChange={({ target }) =>
          setSearch(
            target.value === 'custom'
              ? { period: undefined, from: today() }
              : { period: target.value, from: undefined, to: undefined },
          )
        }
      >
        {periods.map((period) => (
          <option key={period} value={period}>
            {t(`period.${period}`)}
          </option>
        ))}
        <option value="custom">{t('period.custom')}</option>
      </select>
      {range.from &&
        (['from', 'to'] as const).map((name) => (
          <input
            key={name}
            type="date"
            aria-label={t(`report.${name}`)}
            className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
            value={range[name] ?? ''}
            onChange={({ target }) => setSearch({ [name]: target.value || undefined })}
          />
        ))}
      {seesAll && (
        <select
          aria-label={t('field.rep')}
          className="h-7 max-w-40 rounded-md border border-line bg-page px-1.5 text-xs"
          value={search.owner_id ?? ''}
          onChange={({ target }) => setSearch({ owner_id: target.value || undefined })}
        >
          <option value="">{t('report.wholeTeam')}</option>
          {members.map(({ user_id, name }) => (
            <option key={user_id} value={user_id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <a
        href={`/functions/v1/reports/reps?${new URLSearchParams({ ...range, format: 'csv' } as Record<string, string>).toString()}`}
        className={buttonClass('default', 'sm')}
      >
        {t('list.export')}
      </a>
      <IconButton
        label={t('report.print')}
        className="max-sm:hidden"
        onClick={() => window.print()}
      >
        <Printer aria-hidden size={15} />
      </IconButton>
    </div>
  )
}
