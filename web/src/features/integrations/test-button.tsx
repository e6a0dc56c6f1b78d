import type { IntegrationName, IntegrationTest } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, FlaskConical } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Refused } from '../../ui/states.tsx'

/** A model on the server's machine may have to be fetched first. */
const timeoutMs = 120_000

/** Tries an integration out, and says exactly what failed. */
export function TestButton({ name }: { readonly name: IntegrationName }) {
  const test = useMutation({
    // Trying twice would mail twice.
    mutationFn: () => parley.integrations.test({ name }, { timeoutMs, retries: 0 }),
  })
  return (
    <div className="flex flex-col gap-2">
      <Button
        size="sm"
        className="self-start"
        disabled={test.isPending}
        aria-label={t('integrations.testOf', { name: t(`integration.${name}`) })}
        onClick={() => test.mutate()}
      >
        <FlaskConical aria-hidden size={13} />
        {test.isPending ? t('integrations.testing') : t('integrations.test')}
      </Button>
      <div role="status">{test.data && <Result result={test.data} />}</div>
      <Refused error={test.error} />
    </div>
  )
}

function Result({ result }: { readonly result: IntegrationTest }) {
  const { success, reason, message, duration_ms: ms } = result
  const Icon = success ? CircleCheck : CircleX
  return (
    <div
      className={cx(
        'flex items-start gap-2 rounded-md px-3 py-2',
        success ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad',
      )}
    >
      <Icon aria-hidden size={15} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {success ? t('integrations.works') : t(`integrationFailure.${reason ?? 'other'}`)}
        </p>
        <p className="break-words" dir="auto">
          {message}
        </p>
      </div>
      <span className="figures shrink-0 text-xs">
        {t('integrations.took', { ms: formatNumber(ms) })}
      </span>
    </div>
  )
}
