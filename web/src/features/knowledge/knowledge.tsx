import type { KnowledgeItem } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { BookOpen } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { Activation } from './activation.tsx'
import { knowledgeIcons as icons, knowledgeKinds as kinds } from './kinds.ts'
import { ItemState, reasonOf } from './item-state.tsx'
import { Quota } from './quota.tsx'
import { SearchPreview } from './search-preview.tsx'

const AddMenu = lazy(async () => ({ default: (await import('./add-menu.tsx')).AddMenu }))
const AddKnowledge = lazy(async () => ({
  default: (await import('./add-knowledge.tsx')).AddKnowledge,
}))
const ItemDialog = lazy(async () => ({ default: (await import('./item-dialog.tsx')).ItemDialog }))

const pageLength = 50
/** While something is being processed, how often it is looked at besides what events tell. */
const lookAgainMs = 5_000
const statuses = ['PROCESSING', 'PROCESSED', 'FAILED'] as const

const adder = (
  <Suspense fallback={<span className="h-7 w-32" />}>
    <AddMenu />
  </Suspense>
)

/** What agents look things up in, and what they would find. */
export function Knowledge() {
  const canWrite = useMay('write')
  const [search, setSearch] = useUrl()
  const adding = kinds.find((kind) => kind === search.add)
  return (
    <Page title={t('nav.knowledge')} wide actions={canWrite && adder}>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Items />
        <div className="flex min-w-0 flex-col gap-4">
          <SearchPreview />
          <Quota />
        </div>
      </div>
      <Suspense>
        {adding && <AddKnowledge kind={adding} onClose={() => setSearch({ add: undefined })} />}
        {search.open && (
          <ItemDialog id={search.open} onClose={() => setSearch({ open: undefined })} />
        )}
      </Suspense>
    </Page>
  )
}

function useItems() {
  const [search] = useUrl()
  const status = statuses.find((known) => known === search.status)
  const type = kinds.find((known) => known === search.type)
  const { agent, search: words } = search
  return useInfiniteQuery({
    queryKey: ['knowledge', 'list', { status, type, agent, words }],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.knowledge.list({
        take: pageLength,
        skip: pageParam,
        ...(status && { status }),
        ...(type && { type }),
        ...(agent && { voiceAgentId: agent }),
        ...(words && { search: words }),
      }),
    getNextPageParam: ({ filtered }, _, page) =>
      page * pageLength < filtered ? page + 1 : undefined,
    refetchInterval: ({ state }) => {
      const items = state.data?.pages.flatMap((page) => page.items) ?? []
      return items.some((item) => item.status === 'PROCESSING') && lookAgainMs
    },
  })
}

function Items() {
  const [search] = useUrl()
  const canWrite = useMay('write')
  const list = useItems()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = Boolean(search.status ?? search.type ?? search.search)
  return (
    <Card title={t('knowledge.items')} actions={<Filters />} flush>
      {list.isPending && <SkeletonLines count={6} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && (
        <Empty
          icon={BookOpen}
          title={isFiltered ? t('state.nothingFound') : t('state.empty')}
          text={isFiltered ? t('state.nothingFoundText') : t('knowledge.emptyText')}
          action={!isFiltered && canWrite && adder}
        />
      )}
      <ul aria-label={t('knowledge.items')}>
        {items.map((item) => (
          <ItemLine key={item.id} item={item} agentId={search.agent} />
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
  )
}

type LineProps = { readonly item: KnowledgeItem; readonly agentId: string | undefined }

function ItemLine({ item, agentId }: LineProps) {
  const [, setSearch] = useUrl()
  const canWrite = useMay('write')
  const Icon = icons[item.type]
  const reason = reasonOf(item)
  return (
    <li className="flex items-center gap-2 border-b border-line pe-4 last:border-b-0 hover:bg-hover">
      <button
        type="button"
        className="flex min-w-0 flex-1 items-center gap-3 py-2.5 ps-4 text-start -outline-offset-2"
        onClick={() => setSearch({ open: item.id })}
      >
        <Icon aria-hidden size={16} className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block truncate font-medium">
            {item.itemName}
          </span>
          <span className="block truncate text-xs text-faint">
            {reason ?? factsOf(item).join(' · ')}
          </span>
        </span>
        <ItemState status={item.status} />
      </button>
      {agentId && <Activation item={item} agentId={agentId} disabled={!canWrite} />}
    </li>
  )
}

function factsOf({ type, itemUrls, wordsNumber, chunks, fileSize, used }: KnowledgeItem): string[] {
  return [
    ...(type === 'URL' ? [t('knowledge.pageCount', { count: formatNumber(itemUrls.length) })] : []),
    t('knowledge.words', { count: formatNumber(wordsNumber) }),
    t('knowledge.passages', { count: formatNumber(chunks) }),
    fileSize,
    used ? t('knowledge.used') : t('knowledge.unused'),
  ]
}

const small = 'h-7 rounded-md border border-line bg-page px-1.5 text-xs'

function Filters() {
  const [search, setSearch] = useUrl()
  const agents = useAgentNames()
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5">
      <Input
        type="search"
        aria-label={t('shell.search')}
        placeholder={t('shell.search')}
        className="h-7! min-h-7! w-28! text-xs"
        value={search.search ?? ''}
        onChange={({ target }) => setSearch({ search: target.value || undefined })}
      />
      <select
        aria-label={t('knowledge.forAgent')}
        className={`${small} max-w-36`}
        value={search.agent ?? ''}
        onChange={({ target }) => setSearch({ agent: target.value || undefined })}
      >
        <option value="">{t('knowledge.allAgents')}</option>
        {agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={t('field.type')}
        className={small}
        value={search.type ?? ''}
        onChange={({ target }) => setSearch({ type: target.value || undefined })}
      >
        <option value="">{t('field.type')}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`knowledgeType.${kind}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('field.status')}
        className={small}
        value={search.status ?? ''}
        onChange={({ target }) => setSearch({ status: target.value || undefined })}
      >
        <option value="">{t('field.status')}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {t(`knowledgeStatus.${status}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
