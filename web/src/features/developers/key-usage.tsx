import { useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { formatDay, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'

/** What a key was used for in the last seven days. */
export function KeyUsage({ id }: { readonly id: string }) {
  const usage = useQuery({
    queryKey: ['api-keys', 'usage', id],
    queryFn: () => parley.apiKeys.usage(id),
  })
  if (usage.isPending) return <SkeletonLines count={3} />
  if (usage.isError) return <Failure error={usage.error} />
  const { requests, errors, p95_ms: slow, by_day: days, by_endpoint: endpoints } = usage.data
  const most = Math.max(1, ...days.map((day) => day.requests))
  return (
    <div className="figures flex flex-col gap-3 bg-surface px-4 py-3">
      <p className="text-muted">
        {t('usage.summary', {
          requests: formatNumber(requests),
          errors: formatNumber(errors),
          ms: slow === null ? '–' : formatNumber(slow),
        })}
      </p>
      {days.length > 0 && (
        <ul className="flex h-16 items-end gap-1" aria-label={t('usage.byDay')}>
          {days.map(({ day, requests: count }) => (
            <li
              key={day}
              title={`${formatDay(day)}: ${formatNumber(count)}`}
              className="max-w-10 flex-1 rounded-t bg-accent"
              style={{ height: `${Math.max(4, (count / most) * 100)}%` }}
            >
              <span className="sr-only">{`${formatDay(day)}: ${formatNumber(count)}`}</span>
            </li>
          ))}
        </ul>
      )}
      {endpoints.length > 0 && (
        <table className="w-full text-xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-1 text-start font-medium">
                {t('usage.endpoint')}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t('usage.requests')}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t('usage.errors')}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t('usage.p95')}
              </th>
            </tr>
          </thead>
          <tbody>
            {endpoints.slice(0, 8).map((one) => (
              <tr key={`${one.method} ${one.route}`}>
                <th scope="row" className="py-1 text-start font-normal" dir="ltr">
                  <span className="font-mono">{`${one.method} ${one.route}`}</span>
                </th>
                <td className="py-1 text-end">{formatNumber(one.requests)}</td>
                <td className="py-1 text-end">{formatNumber(one.errors)}</td>
                <td className="py-1 text-end">
                  {one.p95_ms === null ? '–' : formatNumber(one.p95_ms)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
