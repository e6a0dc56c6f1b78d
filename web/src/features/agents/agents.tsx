import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bot, History, Plus } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { type Command, useCommands } from '../../shell/commands.ts'
import { useUrl } from '../../shell/use-url.ts'
import { PageHeader } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { AgentRow, LoadingAgents } from './agent-row.tsx'
import { Choose, SearchBox } from './filters.tsx'
import { languageName, offeredLanguages } from '../../i18n/spoken-languages.ts'

const NewAgent = lazy(async () => ({ default: (await import('./new-agent.tsx')).NewAgent }))

const pageSize = 50
const types = ['Single Prompt', 'Flow Agent'] as const
const sorts = { name: 'name', updated: 'updatedAt', created: 'createdAt' } as const

/** The voice agents of the workspace. */
export function Agents() {
  const [search, setSearch] = useUrl()
  const leads = useLeads()
  const create = () => setSearch({ open: 'new' })
  useCreating(leads, create)
  const list = useAgents(search)
  const total = list.data?.pages[0]?.filtered
  const isFiltered = Boolean(search.q ?? search.language ?? search.type)
  const clear = () => setSearch({ q: undefined, language: undefined, type: undefined })
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t('nav.agents')}
        actions={
          <>
            {total !== undefined && (
              <span className="figures text-xs text-muted">
                {t('list.total')} {formatNumber(total)}
              </span>
            )}
            <Link to="/agents/calls" className={buttonClass('default', 'sm')}>
              <History aria-hidden size={14} />
              {t('agentCalls.title')}
            </Link>
            {leads && (
              <Button look="primary" size="sm" onClick={create}>
                <Plus aria-hidden size={14} />
                <span className="max-sm:sr-only">{t('agents.new')}</span>
              </Button>
            )}
          </>
        }
      />
      <Filters onClear={isFiltered ? clear : undefined} />
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <Rows
          list={list}
          clear={isFiltered ? clear : undefined}
          create={leads ? create : undefined}
        />
      </div>
      {search.open === 'new' && leads && (
        <Suspense>
          <NewAgent onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
    </div>
  )
}

type RowsProps = {
  readonly list: ReturnType<typeof useAgents>
  /** Takes the filters away, where there are any. */
  readonly clear: (() => void) | undefined
  readonly create: (() => void) | undefined
}

function Rows({ list, clear, create }: RowsProps) {
  if (list.isPending) return <LoadingAgents />
  if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap(({ voiceAgents }) => voiceAgents)
  if (rows.length === 0) return <NothingHere clear={clear} create={create} />
  return (
    <>
      <ul aria-label={t('nav.agents')}>
        {rows.map((agent) => (
          <AgentRow key={agent.id} agent={agent} />
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
    </>
  )
}

function NothingHere({ clear, create }: Omit<RowsProps, 'list'>) {
  if (clear) {
    return (
      <Empty
        icon={Bot}
        title={t('state.nothingFound')}
        text={t('state.nothingFoundText')}
        action={<Button onClick={clear}>{t('filter.clear')}</Button>}
      />
    )
  }
  return (
    <Empty
      icon={Bot}
      title={t('agents.empty')}
      text={t('agents.emptyText')}
      action={
        create && (
          <Button look="primary" onClick={create}>
            {t('agents.new')}
          </Button>
        )
      }
    />
  )
}

type Search = { readonly [name: string]: string | undefined }

function useAgents({ q, language, type, sort }: Search) {
  const sortField = sorts[sort as keyof typeof sorts] ?? sorts.updated
  const query = {
    take: pageSize,
    sortField,
    sortOrder: sortField === 'name' ? 'asc' : 'desc',
    ...(q && { search: q }),
    ...(language && { language }),
    ...(types.some((known) => known === type) && { type }),
  } as const
  return useInfiniteQuery({
    queryKey: ['voice-agents', 'list', query],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      parley.voiceAgents.list({ ...query, skip: pageParam }, { signal }),
    getNextPageParam: ({ filtered }, pages) =>
      pages.length * pageSize < filtered ? pages.length + 1 : undefined,
    placeholderData: keepPreviousData,
  })
}

function Filters({ onClear }: { readonly onClear: (() => void) | undefined }) {
  return (
    <div className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line px-4 py-1.5">
      <SearchBox label={t('agents.search')} />
      <Choose
        name="language"
        label={t('agents.language')}
        options={offeredLanguages.map((code) => ({ value: code, words: languageName(code) }))}
      />
      <Choose
        name="type"
        label={t('field.type')}
        options={types.map((type) => ({ value: type, words: t(`agentType.${type}`) }))}
      />
      <Choose
        name="sort"
        label={t('agents.byUpdated')}
        options={[
          { value: 'name', words: t('agents.byName') },
          { value: 'created', words: t('agents.byCreated') },
        ]}
      />
      {onClear && (
        <Button look="ghost" size="sm" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

function useCreating(leads: boolean, create: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () =>
      leads
        ? [
            {
              id: 'create-agent',
              title: 'agents.new',
              group: 'commands.page',
              keys: 'c',
              run: create,
            },
          ]
        : [],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what it does never changes
    [leads],
  )
  useCommands(commands)
}
