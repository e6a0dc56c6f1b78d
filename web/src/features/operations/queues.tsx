import type { ServerState } from '@parley/contract'
import { formatAgo, formatLength, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'

const columns = ['waiting', 'scheduled', 'running', 'failed'] as const

/** Jobs by what they do, and who is how far behind events. */
export function Queues({ state }: { readonly state: ServerState }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Jobs jobs={state.jobs} />
      <Events state={state} />
    </div>
  )
}

function Jobs({ jobs }: Pick<ServerState, 'jobs'>) {
  return (
    <Card title={t('operations.jobs')} flush>
      {jobs.length === 0 && <p className="px-4 py-3 text-muted">{t('operations.noJobs')}</p>}
      {jobs.length > 0 && (
        <div
          className="overflow-x-auto"
          tabIndex={0}
          role="region"
          aria-label={t('operations.jobs')}
        >
          <table className="w-full min-w-[30rem]">
            <thead className="text-xs text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="px-4 py-1.5 text-start font-medium">
                  {t('operations.queue')}
                </th>
                {columns.map((name) => (
                  <th key={name} scope="col" className="px-2 py-1.5 text-end font-medium">
                    {t(`jobState.${name}`)}
                  </th>
                ))}
                <th scope="col" className="py-1.5 ps-2 pe-4 text-end font-medium">
                  {t('operations.oldest')}
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.name} className="border-b border-line last:border-b-0">
                  <th scope="row" className="px-4 py-1.5 text-start font-normal">
                    <bdi className="font-mono text-xs">{job.name}</bdi>
                  </th>
                  {columns.map((name) => (
                    <td
                      key={name}
                      className={cx(
                        'px-2 py-1.5 text-end',
                        name === 'failed' && job.failed > 0 && 'font-medium text-bad',
                        job[name] === 0 && 'text-faint',
                      )}
                    >
                      {formatNumber(job[name])}
                    </td>
                  ))}
                  <td className="py-1.5 ps-2 pe-4 text-end text-xs text-muted">
                    {job.oldest_at ? formatAgo(job.oldest_at) : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function Events({ state: { events, deliveries } }: { readonly state: ServerState }) {
  return (
    <Card title={t('operations.events')} flush>
      <p className="figures border-b border-line px-4 py-3">
        {t('operations.eventsWaiting', {
          count: formatNumber(events.waiting),
          lag: formatLength(events.lag_s),
        })}
        <span className="block text-muted">
          {t('operations.deliveriesWaiting', {
            count: formatNumber(deliveries.waiting),
            lag: formatLength(deliveries.lag_s),
          })}
        </span>
      </p>
      <table className="figures w-full">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="px-4 py-1.5 text-start font-medium">
              {t('operations.subscriber')}
            </th>
            <th scope="col" className="px-2 py-1.5 text-end font-medium">
              {t('operations.lag')}
            </th>
            <th scope="col" className="py-1.5 ps-2 pe-4 text-end font-medium">
              {t('operations.failures')}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.subscribers.map(({ name, lag_s: lag, failures }) => (
            <tr key={name} className="border-b border-line last:border-b-0">
              <th scope="row" className="px-4 py-1.5 text-start font-normal">
                <bdi className="font-mono text-xs">{name}</bdi>
              </th>
              <td className="px-2 py-1.5 text-end">{formatLength(lag)}</td>
              <td className={cx('py-1.5 ps-2 pe-4 text-end', failures > 0 && 'text-bad')}>
                {formatNumber(failures)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
