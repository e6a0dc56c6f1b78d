import type { VoiceDictionary } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, SpellCheck2 } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useMemo } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatAgo, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { type Command, useCommands } from '../../shell/commands.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'

const NewDictionary = lazy(async () => ({
  default: (await import('./new-dictionary.tsx')).NewDictionary,
}))

const pageSize = 50

/** How names and foreign words are said. */
export function Dictionaries() {
  const [search, setSearch] = useUrl()
  const mayWrite = useMay('write')
  const wanted = useDeferredValue(search.q?.trim() ?? '')
  const create = () => setSearch({ open: 'new' })
  useCreating(mayWrite, create)
  const list = useList(wanted)
  const rows = list.data?.pages.flatMap(({ voiceDictionaries }) => voiceDictionaries) ?? []
  return (
    <Page
      title={t('nav.pronunciation')}
      actions={
        mayWrite && (
          <Button look="primary" size="sm" onClick={create}>
            <Plus aria-hidden size={14} />
            {t('pronunciation.new')}
          </Button>
        )
      }
    >
      <Card title={t('nav.pronunciation')} actions={<SearchBox />} flush>
        {list.isPending && <SkeletonLines count={5} />}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <NothingHere isSearched={wanted !== ''} create={mayWrite ? create : undefined} />
        )}
        <ul aria-label={t('nav.pronunciation')}>
          {rows.map((dictionary) => (
            <Row key={dictionary.id} dictionary={dictionary} />
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
      {search.open === 'new' && mayWrite && (
        <Suspense>
          <NewDictionary onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
    </Page>
  )
}

function useList(wanted: string) {
  return useInfiniteQuery({
    queryKey: ['voice-dictionaries', 'list', wanted],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.voiceDictionaries.list({
        take: pageSize,
        skip: pageParam,
        ...(wanted && { search: wanted }),
      }),
    getNextPageParam: ({ filtered }, _all, page) =>
      page * pageSize < filtered ? page + 1 : undefined,
  })
}

function SearchBox() {
  const [{ q }, setSearch] = useUrl()
  return (
    <input
      type="search"
      aria-label={t('pronunciation.search')}
      placeholder={t('pronunciation.search')}
      className="h-7 w-44 min-w-0 rounded-md border border-line bg-page px-2 text-xs"
      value={q ?? ''}
      onChange={({ target }) => setSearch({ q: target.value || undefined })}
    />
  )
}

type NothingProps = { readonly isSearched: boolean; readonly create: (() => void) | undefined }

function NothingHere({ isSearched, create }: NothingProps) {
  return (
    <Empty
      icon={SpellCheck2}
      title={isSearched ? t('state.nothingFound') : t('pronunciation.empty')}
      text={isSearched ? t('state.nothingFoundText') : t('pronunciation.emptyText')}
      action={
        !isSearched &&
        create && (
          <Button look="primary" onClick={create}>
            {t('pronunciation.new')}
          </Button>
        )
      }
    />
  )
}

function Row({ dictionary }: { readonly dictionary: VoiceDictionary }) {
  const { id, name, words, updatedAt } = dictionary
  const users = useAgentNames().filter(({ dictionaryIds }) => dictionaryIds.includes(id))
  const facts = [
    t('pronunciation.words', { count: formatNumber(words.length) }),
    t('pronunciation.usedByCount', { count: formatNumber(users.length) }),
  ]
  return (
    <li className="border-b border-line last:border-b-0 hover:bg-hover">
      <Link
        to="/pronunciation/$id"
        params={{ id }}
        className="flex items-center gap-3 px-4 py-2.5 -outline-offset-2"
      >
        <SpellCheck2 aria-hidden size={16} className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block truncate font-medium">
            {name}
          </span>
          <span className="figures block truncate text-xs text-faint">{facts.join(' · ')}</span>
        </span>
        <time
          className="figures shrink-0 text-xs text-faint"
          dateTime={updatedAt}
          title={formatMoment(updatedAt)}
        >
          {formatAgo(updatedAt)}
        </time>
      </Link>
    </li>
  )
}

function useCreating(may: boolean, create: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () =>
      may
        ? [
            {
              id: 'create-dictionary',
              title: 'pronunciation.new',
              group: 'commands.page',
              keys: 'c',
              run: create,
            },
          ]
        : [],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what it does never changes
    [may],
  )
  useCommands(commands)
}
