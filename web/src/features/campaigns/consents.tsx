import type { CallingConsent } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Handshake, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatDate } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { CampaignsPage } from './campaigns-page.tsx'
import { NumberList } from './number-list.tsx'

const AddConsent = lazy(async () => ({ default: (await import('./add-consent.tsx')).AddConsent }))

/** Who agreed to be called, and who does not any more. */
export function Consents() {
  const [search, setSearch] = useUrl()
  const mayWrite = useMay('write')
  return (
    <CampaignsPage
      actions={
        mayWrite && (
          <Button look="primary" size="sm" onClick={() => setSearch({ open: 'new' })}>
            <Plus aria-hidden size={14} />
            {t('consents.add')}
          </Button>
        )
      }
    >
      <NumberList
        title={t('consents.title')}
        icon={Handshake}
        emptyText={t('consents.emptyText')}
        name="calling-consents"
        load={async (asked) => {
          const { consents, ...page } = await parley.callingConsents.list(asked)
          return { ...page, entries: consents }
        }}
        row={(consent) => <ConsentRow consent={consent} />}
      />
      {search.open === 'new' && mayWrite && (
        <Suspense>
          <AddConsent onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
    </CampaignsPage>
  )
}

function ConsentRow({ consent }: { readonly consent: CallingConsent }) {
  const mayDelete = useMay('delete')
  const { phoneNumber, kind, source, text, at, revokedAt } = consent
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="figures w-40 font-medium">
        <bdi dir="ltr">{phoneNumber}</bdi>
      </span>
      {revokedAt ? (
        <Badge tone="bad">{t('consents.revokedOn', { date: formatDate(revokedAt) })}</Badge>
      ) : (
        <Badge tone="good">{t('consents.holds')}</Badge>
      )}
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate text-muted">
          <bdi>{kind}</bdi> · <bdi>{source}</bdi>
        </span>
        {text && (
          <span className="line-clamp-2 text-xs text-faint" dir="auto">
            {text}
          </span>
        )}
      </span>
      <time className="figures text-xs text-faint" dateTime={at}>
        {formatDate(at)}
      </time>
      {mayDelete && !revokedAt && <Revoke consent={consent} />}
    </li>
  )
}

function Revoke({ consent: { id, phoneNumber } }: { readonly consent: CallingConsent }) {
  const cache = useQueryClient()
  const [asks, setAsks] = useState(false)
  const revoke = useMutation({
    mutationFn: () => parley.callingConsents.revoke(id),
    onSuccess: () => tell(t('consents.revoked')),
    onError: tellFailure,
    onSettled() {
      setAsks(false)
      return cache.invalidateQueries({ queryKey: ['calling-consents'] })
    },
  })
  return (
    <>
      <Button
        size="sm"
        aria-label={t('consents.revokeOf', { number: phoneNumber })}
        onClick={() => setAsks(true)}
      >
        {t('consents.revoke')}
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('consents.revokeOf', { number: phoneNumber })}
        description={t('consents.revokeText')}
        action={t('consents.revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </>
  )
}
