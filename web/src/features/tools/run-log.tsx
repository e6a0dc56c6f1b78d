import type { WebToolResult, WebToolRunEvent } from '@parley/contract'
import { formatNumber } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { CodeView } from '../../ui/code-view.tsx'

/** Every attempt, and at the end what the agent would be told. */
export function RunLog({ events }: { readonly events: readonly WebToolRunEvent[] }) {
  return (
    <ol className="flex flex-col gap-2" aria-live="polite">
      {events.map((event, index) => (
        <li key={index} className="rounded-md border border-line">
          {event.event === 'attempt' ? (
            <AttemptLine attempt={event.data} />
          ) : (
            <ResultLine result={event.data} />
          )}
        </li>
      ))}
    </ol>
  )
}

type Attempt = Extract<WebToolRunEvent, { event: 'attempt' }>['data']

const success = (status: number) => status >= 200 && status < 300

function AttemptLine({ attempt }: { readonly attempt: Attempt }) {
  const { status, message, durationMs, nextInMs, body } = attempt
  return (
    <div className="flex flex-col gap-1.5 px-3 py-2">
      <span className="figures flex flex-wrap items-center gap-2 text-xs text-muted">
        <Badge tone={status !== null && success(status) ? 'good' : 'bad'}>
          {status ?? t('delivery.noAnswer')}
        </Badge>
        {t('delivery.attempt', { number: attempt.attempt })}
        <span className="ms-auto">{t('delivery.ms', { count: formatNumber(durationMs) })}</span>
      </span>
      {message && <p className="text-xs text-bad">{message}</p>}
      {nextInMs !== null && (
        <p className="text-xs text-faint">{t('tools.nextIn', { ms: formatNumber(nextInMs) })}</p>
      )}
      {status !== null && <Value title={t('tools.answer')} value={body} />}
    </div>
  )
}

function ResultLine({ result }: { readonly result: WebToolResult }) {
  const { ok, output, error } = result
  return (
    <div className="flex flex-col gap-1.5 px-3 py-2">
      <span className="flex items-center gap-2 font-medium">
        <Badge tone={ok ? 'good' : 'bad'}>{ok ? t('tools.worked') : t('tools.failed')}</Badge>
        {t('tools.told')}
      </span>
      {error && (
        <p className="text-bad">
          {tOr(`toolFailure.${error.code}`, error.code)}
          <span className="block text-xs">{error.message}</span>
        </p>
      )}
      {output !== null && <Value title={t('tools.output')} value={output} open />}
    </div>
  )
}

type ValueProps = { readonly title: string; readonly value: unknown; readonly open?: boolean }

function Value({ title, value, open = false }: ValueProps) {
  return (
    <details open={open}>
      <summary className="rounded text-xs font-medium text-muted">{title}</summary>
      <CodeView
        label={title}
        text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
        className="mt-1 max-h-64"
      />
    </details>
  )
}
