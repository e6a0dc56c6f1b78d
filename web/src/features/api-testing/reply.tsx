import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card } from '../../ui/bits.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { Refused } from '../../ui/states.tsx'

export type Received = {
  readonly status: number
  readonly ms: number
  readonly headers: string
  readonly text: string
}

const longestShown = 200_000

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, longestShown)
  } catch {
    return text.slice(0, longestShown)
  }
}

type ReplyProps = { readonly received: Received | undefined; readonly error: unknown }

/** What the server answered. */
export function Reply({ received, error }: ReplyProps) {
  return (
    <Card
      title={t('apiTesting.reply')}
      actions={
        received && (
          <span className="figures flex items-center gap-2 text-xs text-muted">
            <Badge tone={received.status < 400 ? 'good' : 'bad'}>{received.status}</Badge>
            {t('delivery.ms', { count: formatNumber(received.ms) })}
          </span>
        )
      }
    >
      <div aria-live="polite" className="flex flex-col gap-2">
        <Refused error={error} />
        {!received && !error && <p className="text-muted">{t('apiTesting.noReply')}</p>}
        {received && (
          <>
            <CodeView
              label={t('apiTesting.reply')}
              text={pretty(received.text)}
              className="max-h-[28rem]"
            />
            <details>
              <summary className="rounded text-xs font-medium text-muted">
                {t('delivery.responseHeaders')}
              </summary>
              <CodeView
                label={t('delivery.responseHeaders')}
                text={received.headers}
                className="mt-1"
              />
            </details>
          </>
        )}
      </div>
    </Card>
  )
}
