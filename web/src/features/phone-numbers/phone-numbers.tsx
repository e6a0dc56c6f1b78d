import type { PhoneNumber } from '@parley/contract'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Copy, Phone, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads, useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { copy, tell, tellFailure } from '../../ui/toast.ts'
import { AddNumber } from './add-number.tsx'
import { AssignAgent } from './assign-agent.tsx'
import { TestNumber } from './test-number.tsx'

const pageLength = 50

/** Numbers that agents call from and are called at. */
export function PhoneNumbers() {
  const canEdit = useLeads()
  const [search, setSearch] = useUrl()
  const list = useInfiniteQuery({
    queryKey: ['phone-numbers'],
    initialPageParam: 1,
    queryFn: ({ pageParam }) => parley.phoneNumbers.list({ take: pageLength, skip: pageParam }),
    getNextPageParam: (numbers, _, page) => (numbers.length === pageLength ? page + 1 : undefined),
  })
  const numbers = list.data?.pages.flat() ?? []
  const add = (
    <Button look="primary" size="sm" onClick={() => setSearch({ open: 'new' })}>
      <Plus aria-hidden size={14} />
      {t('numbers.add')}
    </Button>
  )
  return (
    <Page title={t('nav.phoneNumbers')} wide actions={canEdit && add}>
      <Card title={t('nav.phoneNumbers')} flush>
        {list.isPending && <SkeletonLines count={4} />}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && numbers.length === 0 && (
          <Empty
            icon={Phone}
            title={t('state.empty')}
            text={t('numbers.emptyText')}
            action={canEdit && add}
          />
        )}
        <ul aria-label={t('nav.phoneNumbers')}>
          {numbers.map((number) => (
            <NumberLine key={number.id} number={number} canEdit={canEdit} />
          ))}
        </ul>
        {list.hasNextPage && (
          <div className="p-3 text-center">
            <Button
              size="sm"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('list.more')}
            </Button>
          </div>
        )}
      </Card>
      {canEdit && search.open === 'new' && (
        <AddNumber onClose={() => setSearch({ open: undefined })} />
      )}
    </Page>
  )
}

type LineProps = { readonly number: PhoneNumber; readonly canEdit: boolean }

function NumberLine({ number, canEdit }: LineProps) {
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 basis-48">
          <span className="flex items-center gap-2">
            <bdi dir="ltr" className="figures truncate font-medium">
              {number.number}
            </bdi>
            <Badge tone={number.type === 'SIMULATED' ? 'neutral' : 'info'}>
              {t(`numberType.${number.type}`)}
            </Badge>
          </span>
          {number.label !== number.number && (
            <span dir="auto" className="block truncate text-xs text-faint">
              {number.label}
            </span>
          )}
        </span>
        <AssignAgent number={number} canEdit={canEdit} />
        {canEdit && <TestNumber number={number} />}
        {canEdit && <Delete number={number} />}
      </div>
      <Reached number={number} />
    </li>
  )
}

/** What has to be set at the carrier. */
function Reached({ number }: { readonly number: PhoneNumber }) {
  const address = number.voiceUrl ?? number.sipInboundConfigs?.originationUri
  if (!address) return null
  return (
    <p className="flex min-w-0 items-center gap-1 text-xs text-faint">
      <span className="shrink-0">{t('numbers.incoming')}</span>
      <bdi dir="ltr" className="truncate font-mono text-2xs">
        {address}
      </bdi>
      <IconButton
        label={t('numbers.copyAddress', { number: number.number })}
        onClick={() => void copy(address)}
      >
        <Copy aria-hidden size={13} />
      </IconButton>
    </p>
  )
}

function Delete({ number }: { readonly number: PhoneNumber }) {
  const cache = useQueryClient()
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => parley.phoneNumbers.delete({ pid: number.id }),
    onSuccess: () => tell(t('numbers.deleted', { number: number.number })),
    onError: tellFailure,
    onSettled() {
      setAsks(false)
      return cache.invalidateQueries({ queryKey: ['phone-numbers'] })
    },
  })
  if (!mayDelete) return null
  return (
    <>
      <IconButton
        label={t('numbers.delete', { number: number.number })}
        onClick={() => setAsks(true)}
      >
        <Trash2 aria-hidden size={14} />
      </IconButton>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('numbers.deleteTitle')}
        description={t('numbers.deleteText')}
        action={t('action.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
