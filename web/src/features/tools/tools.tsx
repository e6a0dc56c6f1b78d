import type { WebTool } from '@parley/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Server, Wrench } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useLeads } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { ToolSwitch } from './tool-switch.tsx'

const pageLength = 50
const most = 100

/** What agents can do besides talking. */
export function Tools() {
  const canEdit = useLeads()
  const [search] = useUrl()
  const list = useInfiniteQuery({
    queryKey: ['web-tools', 'list', search.search],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.webTools.list({
        take: pageLength,
        skip: pageParam,
        ...(search.search && { search: search.search }),
      }),
    getNextPageParam: ({ filtered }, _, page) =>
      page * pageLength < filtered ? page + 1 : undefined,
  })
  const active = useActive(search.agent)
  const tools = list.data?.pages.flatMap((page) => page.webTools) ?? []
  return (
    <Page title={t('nav.tools')} wide actions={canEdit && <NewTool />}>
      <Card title={t('tools.list')} actions={<Filters />} flush>
        {list.isPending && <SkeletonLines count={5} />}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && tools.length === 0 && (
          <Empty
            icon={Wrench}
            title={search.search ? t('state.nothingFound') : t('state.empty')}
            text={search.search ? t('state.nothingFoundText') : t('tools.emptyText')}
            action={canEdit && !search.search && <NewTool />}
          />
        )}
        <ul aria-label={t('tools.list')}>
          {tools.map((tool) => (
            <ToolLine
              key={tool.id}
              tool={tool}
              agentId={search.agent}
              isActive={active?.has(tool.id)}
              canEdit={canEdit}
            />
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
    </Page>
  )
}

/** Ids of the tools that an agent may use; undefined until they are known. */
function useActive(agentId: string | undefined): ReadonlySet<string> | undefined {
  const active = useQuery({
    queryKey: ['web-tools', 'of-agent', agentId],
    enabled: agentId !== undefined,
    queryFn: async () =>
      (await parley.webTools.list({ voiceAgentId: agentId ?? '', isActive: true, take: most }))
        .webTools,
  })
  return active.data && new Set(active.data.map(({ id }) => id))
}

function NewTool() {
  return (
    <Link to="/tools/$id" params={{ id: 'new' }} className={buttonClass('primary', 'sm')}>
      <Plus aria-hidden size={14} />
      {t('tools.new')}
    </Link>
  )
}

type LineProps = {
  readonly tool: WebTool
  readonly agentId: string | undefined
  readonly isActive: boolean | undefined
  readonly canEdit: boolean
}

function ToolLine({ tool, agentId, isActive, canEdit }: LineProps) {
  const { id, name, type, description, toolSettings } = tool
  const Icon = type === 'MCP' ? Server : Wrench
  return (
    <li className="flex items-center gap-2 border-b border-line pe-4 last:border-b-0 hover:bg-hover">
      <Link
        to="/tools/$id"
        params={{ id }}
        className="flex min-w-0 flex-1 items-center gap-3 py-2.5 ps-4"
      >
        <Icon aria-hidden size={16} className="shrink-0 text-faint" />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block truncate font-medium">
            {name}
          </span>
          <span dir="auto" className="block truncate text-xs text-faint">
            {description}
          </span>
          <span dir="ltr" className="block truncate font-mono text-2xs text-faint">
            {type === 'FUNCTION' && `${toolSettings.methodType} `}
            {toolSettings.serverUrl}
          </span>
        </span>
        <Badge tone={type === 'MCP' ? 'info' : 'neutral'}>{t(`toolType.${type}`)}</Badge>
        {!agentId && (
          <Badge tone={tool.isActive ? 'good' : 'neutral'}>
            {tool.isActive ? t('tools.used') : t('tools.unused')}
          </Badge>
        )}
      </Link>
      {agentId && isActive !== undefined && (
        <ToolSwitch tool={tool} agentId={agentId} isActive={isActive} disabled={!canEdit} />
      )}
    </li>
  )
}

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
        aria-label={t('tools.forAgent')}
        className="h-7 max-w-40 rounded-md border border-line bg-page px-1.5 text-xs"
        value={search.agent ?? ''}
        onChange={({ target }) => setSearch({ agent: target.value || undefined })}
      >
        <option value="">{t('tools.allAgents')}</option>
        {agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
