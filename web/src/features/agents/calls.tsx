import type { ListedCall } from '@parley/contract'
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  ArrowDownLeft,
  ArrowLeft,
  ArrowUpRight,
  Download,
  Globe,
  Headphones,
  PhoneCall,
} from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatAgo, formatLength, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Score } from '../../records/conversation-line.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { PageHeader } from '../../ui/bits.tsx'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { LoadingAgents } from './agent-row.tsx'
import { CallStatusBadge, otherParty } from './call-bits.tsx'
import {
  type CallFilter,
  callDirections,
  callFilterNames,
  callStatuses,
  filterOf,
} from './call-filter.ts'
import { reasonText } from './call-view.tsx'
import { Choose, DayFilter, SearchBox } from './filters.tsx'
import { saveFile } from './save-file.ts'

const pageSize = 50

/** Calls of all agents, newest first. */
export function AgentCalls() {
  const [search, setSearch] = useUrl()
  const filter = filterOf(search)
  const list = useInfiniteQuery({
    queryKey: ['agent-calls', 'list', filter],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      parley.agentCalls.list({ ...filter, take: pageSize, skip: pageParam }, { signal }),
    getNextPageParam: ({ filtered }, pages) =>
      pages.length * pageSize < filtered ? pages.length + 1 : undefined,
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap(({ conversations }) => conversations) ?? []
  const total = list.data?.pages[0]?.filtered
  const isFiltered = callFilterNames.some((name) => search[name])
  const clear = () =>
    setSearch(Object.fromEntries(callFilterNames.map((name) => [name, undefined])))
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/agents"
              aria-label={t('action.back')}
              className={buttonClass('ghost', 'icon')}
            >
              <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
            </Link>
            <span className="truncate">{t('agentCalls.title')}</span>
          </span>
        }
        actions={
          <>
            {total !== undefined && (
              <span className="figures text-xs text-muted">
                {t('list.total')} {formatNumber(total)}
              </span>
            )}
            <Link to="/live-calls" className={buttonClass('default', 'sm')}>
              <Headphones aria-hidden size={14} />
              {t('nav.liveCalls')}
            </Link>
            <ExportCalls filter={filter} />
          </>
        }
      />
      <CallFilters onClear={isFiltered ? clear : undefined} />
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {list.isPending && <LoadingAgents />}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <Empty
            icon={PhoneCall}
            title={isFiltered ? t('state.nothingFound') : t('agentCalls.empty')}
            text={isFiltered ? t('state.nothingFoundText') : t('agentCalls.emptyText')}
            action={isFiltered && <Button onClick={clear}>{t('filter.clear')}</Button>}
          />
        )}
        <ul aria-label={t('agentCalls.title')}>
          {rows.map((call) => (
            <CallRow key={call.id} call={call} />
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
      </div>
    </div>
  )
}

function CallFilters({ onClear }: { readonly onClear: (() => void) | undefined }) {
  const agents = useAgentNames()
  return (
    <div className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line px-4 py-1.5">
      <SearchBox label={t('agentCalls.search')} />
      <Choose
        name="agent"
        label={t('agentCalls.agent')}
        options={agents.map(({ id, name }) => ({ value: id, words: name }))}
      />
      <Choose
        name="status"
        label={t('field.status')}
        options={callStatuses.map((one) => ({ value: one, words: t(`callStatus.${one}`) }))}
      />
      <Choose
        name="direction"
        label={t('agentCalls.direction')}
        options={callDirections.map((one) => ({ value: one, words: t(`callDirection.${one}`) }))}
      />
      <DayFilter name="since" label={t('agentCalls.since')} />
      <DayFilter name="until" label={t('agentCalls.until')} />
      {onClear && (
        <Button look="ghost" size="sm" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

const directionIcons = { inbound: ArrowDownLeft, outbound: ArrowUpRight, web: Globe } as const

function CallRow({ call }: { readonly call: ListedCall }) {
  const Icon = directionIcons[call.direction]
  return (
    <li className="border-b border-line hover:bg-hover">
      <Link
        to="/agents/calls/$id"
        params={{ id: call.id }}
        className="flex min-h-14 items-center gap-3 px-4 py-2 -outline-offset-2"
      >
        <span title={t(`callDirection.${call.direction}`)} className="shrink-0 text-faint">
          <Icon aria-hidden size={15} />
          <span className="sr-only">{t(`callDirection.${call.direction}`)}</span>
        </span>
        <span className="min-w-0 flex-[2]">
          <span className="block truncate font-medium" dir="auto">
            {otherParty(call)}
          </span>
          <span className="block truncate text-xs text-faint">{call.agentName}</span>
        </span>
        <span className="hidden min-w-0 flex-[3] truncate text-muted lg:block" dir="auto">
          {call.summary ?? (call.endReason && reasonText(call.endReason))}
        </span>
        <span className="flex shrink-0 justify-end empty:hidden sm:w-9 sm:empty:flex">
          {call.score !== null && <Score score={call.score} />}
        </span>
        <span className="w-28 shrink-0 max-sm:hidden">
          <CallStatusBadge status={call.status} />
        </span>
        <span className="figures w-20 shrink-0 text-end text-xs text-faint">
          <time dateTime={call.startedAt} title={formatMoment(call.startedAt)}>
            {formatAgo(call.startedAt)}
          </time>
          {call.duration > 0 && <span className="block">{formatLength(call.duration)}</span>}
        </span>
      </Link>
    </li>
  )
}

const exportMs = 60_000

/** The calls that are filtered, as a spreadsheet. */
function ExportCalls({ filter }: { readonly filter: CallFilter }) {
  const file = useMutation({
    mutationFn: async () => {
      const { voiceAgentId, status, startTime, endTime } = filter
      const sheet = await parley.agentCalls.export.file(
        {
          ...(voiceAgentId && { voiceAgentId }),
          ...(status && { status }),
          ...((startTime ?? endTime) && {
            period: 'CUSTOM',
            startPeriod: startTime ?? new Date(0).toISOString(),
            endPeriod: endTime ?? new Date().toISOString(),
          }),
        },
        { timeoutMs: exportMs },
      )
      return sheet.blob()
    },
    onSuccess: (blob) => saveFile('calls.xlsx', [blob], blob.type),
    onError: tellFailure,
  })
  return (
    <IconButton
      label={t('agentCalls.export')}
      disabled={file.isPending}
      onClick={() => file.mutate()}
    >
      <Download aria-hidden size={15} />
    </IconButton>
  )
}
