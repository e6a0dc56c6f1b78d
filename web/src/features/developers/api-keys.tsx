import type { ApiKey, NewApiKey } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useNameOf } from '../../api/queries.ts'
import { formatAgo, formatDate, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { DevelopersPage } from './developers-page.tsx'
import { KeyUsage } from './key-usage.tsx'
import { NewKeyForm } from './new-key-form.tsx'
import { Secret } from './secret.tsx'

const KeyMenu = lazy(async () => ({ default: (await import('./key-menu.tsx')).KeyMenu }))
const noMenu = <span className="w-7" />

const tones = { active: 'good', expired: 'warn', revoked: 'neutral' } as const satisfies Record<
  string,
  Tone
>

export function ApiKeys() {
  const [search, setSearch] = useUrl()
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: async () => (await parley.apiKeys.list({ limit: 200 })).data,
  })
  const create = () => setSearch({ open: 'new' })
  const [shown, setShown] = useState<NewApiKey>()
  return (
    <DevelopersPage
      actions={
        <Button look="primary" size="sm" onClick={create}>
          <Plus aria-hidden size={14} />
          {t('keys.new')}
        </Button>
      }
    >
      <Card title={t('developers.keys')} flush>
        {keys.isPending && <SkeletonLines count={4} />}
        {keys.isError && <Failure error={keys.error} retry={() => void keys.refetch()} />}
        {keys.data?.length === 0 && (
          <Empty icon={KeyRound} title={t('state.empty')} text={t('keys.emptyText')} />
        )}
        <ul>
          {keys.data?.map((key) => (
            <KeyLine key={key.id} apiKey={key} onShow={setShown} />
          ))}
        </ul>
      </Card>
      {search.open === 'new' && (
        <NewKeyForm
          onClose={() => setSearch({ open: undefined })}
          onMade={(made) => {
            setSearch({ open: undefined })
            setShown(made)
          }}
        />
      )}
      {shown && (
        <Modal open onClose={() => setShown(undefined)} title={shown.name}>
          <Secret label={t('keys.key')} secret={shown.api_key} />
        </Modal>
      )}
    </DevelopersPage>
  )
}

type LineProps = { readonly apiKey: ApiKey; readonly onShow: (key: NewApiKey) => void }

function KeyLine({ apiKey, onShow }: LineProps) {
  const nameOf = useNameOf()
  const [isOpen, setIsOpen] = useState(false)
  const { name, key_preview: preview, status, permissions, rate_limit: rate } = apiKey
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex flex-wrap items-center gap-3 px-4 py-2.5">
        <button
          type="button"
          aria-expanded={isOpen}
          className="min-w-0 flex-1 rounded text-start max-sm:basis-full"
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-xs text-faint">
            <span dir="ltr" className="font-mono">
              {preview}
            </span>
            {' · '}
            <bdi>{nameOf(apiKey.user_id)}</bdi>
            {' · '}
            <bdi>{permissions.join(', ')}</bdi>
            {' · '}
            {t('keys.rate', { count: formatNumber(rate) })}
          </span>
        </button>
        <span className="text-xs text-faint max-sm:flex-1">
          {apiKey.last_used_at
            ? t('keys.used', { when: formatAgo(apiKey.last_used_at) })
            : t('keys.neverUsed')}
          {apiKey.expires_at && ` · ${t('keys.until', { day: formatDate(apiKey.expires_at) })}`}
        </span>
        <Badge tone={tones[status]}>{t(`keyStatus.${status}`)}</Badge>
        {status === 'revoked' ? (
          noMenu
        ) : (
          <Suspense fallback={noMenu}>
            <KeyMenu apiKey={apiKey} onShow={onShow} />
          </Suspense>
        )}
      </div>
      {isOpen && <KeyUsage id={apiKey.id} />}
    </li>
  )
}
