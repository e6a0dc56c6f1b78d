import { formatAgo, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { forgetSent, type Sent } from './history.ts'
import { Method } from './method.tsx'

type Props = {
  readonly sent: readonly Sent[]
  readonly onChange: (sent: readonly Sent[]) => void
}

const listedAtMost = 12

/** What was sent from here before, and how long it took. */
export function SentRequests({ sent, onChange }: Props) {
  const [, setSearch] = useUrl()
  if (sent.length === 0) return null
  const slowest = Math.max(...sent.map(({ ms }) => ms))
  return (
    <Card
      title={t('apiTesting.history')}
      actions={
        <Button look="ghost" size="sm" onClick={() => onChange(forgetSent())}>
          {t('apiTesting.forget')}
        </Button>
      }
      flush
    >
      <ul
        aria-label={t('apiTesting.latency')}
        className="flex h-14 items-end gap-0.5 px-4 pt-3"
        dir="ltr"
      >
        {[...sent].reverse().map(({ id, ms, operationId }) => (
          <li
            key={id}
            title={`${operationId}: ${t('delivery.ms', { count: formatNumber(ms) })}`}
            className="max-w-4 flex-1 rounded-t bg-accent"
            style={{ height: `${Math.max(6, (ms / slowest) * 100)}%` }}
          >
            <span className="sr-only">
              {`${operationId}: ${t('delivery.ms', { count: formatNumber(ms) })}`}
            </span>
          </li>
        ))}
      </ul>
      <ul className="figures">
        {sent.slice(0, listedAtMost).map((one) => (
          <li key={one.id} className="border-t border-line hover:bg-hover">
            <button
              type="button"
              className="flex w-full items-center gap-2 px-4 py-1.5 text-start text-xs -outline-offset-2"
              onClick={() => setSearch({ operation: one.operationId })}
            >
              <Method method={one.method} />
              <span className="min-w-0 flex-1 truncate font-mono" dir="ltr">
                {one.path}
              </span>
              <Badge tone={one.status < 400 ? 'good' : 'bad'}>{one.status}</Badge>
              <span className="w-14 text-end text-muted">
                {t('delivery.ms', { count: formatNumber(one.ms) })}
              </span>
              <span className="w-20 text-end text-faint">{formatAgo(one.at)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
