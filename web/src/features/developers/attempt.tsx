import type { WebhookAttempt } from '@parley/contract'
import { useState } from 'react'
import { formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { CodeView } from '../../ui/code-view.tsx'

/** One attempt: when, how long, and what the other side answered. */
export function Attempt({ attempt }: { readonly attempt: WebhookAttempt }) {
  const { response, message, succeeded, duration_ms: ms } = attempt
  return (
    <article className="rounded-md border border-line">
      <header className="figures flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 text-xs text-muted">
        <Badge tone={succeeded ? 'good' : 'bad'}>
          {response?.status ?? t('delivery.noAnswer')}
        </Badge>
        <span>{t('delivery.attempt', { number: attempt.number })}</span>
        <span>{formatMoment(attempt.started_at)}</span>
        <span className="ms-auto">{t('delivery.ms', { count: formatNumber(ms) })}</span>
      </header>
      <div className="flex flex-col gap-2 p-3">
        {message && (
          <p>
            <bdi>{message}</bdi>
          </p>
        )}
        <Lines title={t('delivery.requestHeaders')} text={headerLines(attempt.request.headers)} />
        {response && (
          <>
            <Lines title={t('delivery.responseHeaders')} text={headerLines(response.headers)} />
            {response.body && (
              <Lines title={t('delivery.responseBody')} text={response.body} open />
            )}
          </>
        )}
      </div>
    </article>
  )
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

type LinesProps = { readonly title: string; readonly text: string; readonly open?: boolean }

export function Lines({ title, text, open = false }: LinesProps) {
  const [isOpen, setIsOpen] = useState(open)
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="rounded text-xs font-medium text-muted">{title}</summary>
      {isOpen && <CodeView label={title} text={text} className="mt-1 max-h-64" />}
    </details>
  )
}
