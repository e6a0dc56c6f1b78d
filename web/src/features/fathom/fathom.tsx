import type { FathomIntegration } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Automations } from './automations.tsx'
import { FathomImport } from './fathom-import.tsx'

export function Fathom() {
  const fathom = useQuery({ queryKey: ['fathom'], queryFn: () => parley.fathom.get() })
  return (
    <Page title={t('nav.integrations')}>
      <Card
        title={t('fathom.title')}
        actions={
          fathom.data && (
            <Badge tone={fathom.data.connected ? 'good' : 'neutral'}>
              {fathom.data.connected ? t('fathom.connected') : t('fathom.notConnected')}
            </Badge>
          )
        }
      >
        {fathom.isPending && <SkeletonLines count={5} />}
        {fathom.isError && <Failure error={fathom.error} retry={() => void fathom.refetch()} />}
        {fathom.data && (
          <div className="flex flex-col gap-5">
            <p className="text-muted">{t('fathom.text')}</p>
            <Connection fathom={fathom.data} />
            {fathom.data.connected && <Connected fathom={fathom.data} />}
          </div>
        )}
      </Card>
      {fathom.data?.connected && <FathomImport />}
      {fathom.data && <Automations hasDoor={fathom.data.has_door} />}
    </Page>
  )
}

/** The key: tried first, then saved; saving makes the webhook in Fathom. */
function Connection({ fathom }: { readonly fathom: FathomIntegration }) {
  const cache = useQueryClient()
  const [key, setKey] = useState('')
  const test = useMutation({
    mutationFn: () => parley.fathom.test(key ? { api_key: key } : {}),
  })
  const save = useMutation({
    mutationFn: () => parley.fathom.save({ api_key: key }),
    onSuccess() {
      setKey('')
      test.reset()
      tell(t('fathom.saved'))
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['fathom'] }),
  })
  const busy = test.isPending || save.isPending
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field label={t('fathom.key')} hint={t('fathom.keyHint')}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="off"
            dir="ltr"
            required
            placeholder={fathom.api_key_preview ? `••••••••${fathom.api_key_preview}` : ''}
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button disabled={busy || (!key && !fathom.connected)} onClick={() => test.mutate()}>
          {t('fathom.test')}
        </Button>
        <Button look="primary" type="submit" disabled={busy || !key}>
          {fathom.connected ? t('fathom.replace') : t('fathom.save')}
        </Button>
      </div>
      {test.data && (
        <p
          role="status"
          className={
            test.data.success
              ? 'rounded-md bg-good-soft px-3 py-2 text-good'
              : 'rounded-md bg-bad-soft px-3 py-2 text-bad'
          }
        >
          {test.data.success
            ? t('fathom.works', {
                count: `${formatNumber(test.data.meetings_found ?? 0)}${test.data.has_more ? '+' : ''}`,
              })
            : test.data.message}
        </p>
      )}
      <Refused error={test.error ?? save.error} />
    </form>
  )
}

/** What saving did, as people check it in Fathom. */
function Connected({ fathom }: { readonly fathom: FathomIntegration }) {
  const cache = useQueryClient()
  const [asks, setAsks] = useState(false)
  const leave = useMutation({
    mutationFn: () => parley.fathom.disconnect(),
    onSuccess: ({ webhook_deleted: isGone }) =>
      tell(isGone ? t('fathom.disconnected') : t('fathom.disconnectedOnly')),
    onError: tellFailure,
    onSettled() {
      setAsks(false)
      return cache.invalidateQueries({ queryKey: ['fathom'] })
    },
  })
  const lines = [
    t('fathom.webhookMade'),
    fathom.webhook_id && t('fathom.webhookId', { id: fathom.webhook_id }),
    t('fathom.secretStored'),
    fathom.connected_at && t('fathom.since', { when: formatMoment(fathom.connected_at) }),
  ].filter(Boolean)
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <ul className="flex flex-col gap-1.5">
        {lines.map((line) => (
          <li key={line} className="flex items-start gap-2">
            <CircleCheck aria-hidden size={15} className="mt-0.5 shrink-0 text-good" />
            <span className="min-w-0 break-words">{line}</span>
          </li>
        ))}
      </ul>
      {fathom.webhook_url && (
        <p className="text-xs break-all text-faint" dir="ltr">
          {fathom.webhook_url}
        </p>
      )}
      <Button className="self-start text-bad" onClick={() => setAsks(true)}>
        {t('fathom.disconnect')}
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('fathom.disconnect')}
        description={t('fathom.disconnectText')}
        action={t('fathom.disconnect')}
        busy={leave.isPending}
        onConfirm={() => leave.mutate()}
      />
    </div>
  )
}
