import type { WebTool } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads, useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Failure } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { McpTools } from './mcp-tools.tsx'
import { ToolForm } from './tool-form.tsx'
import { ToolRunner } from './tool-runner.tsx'
import { draftOf, emptyTool } from './tool-rules.ts'

/** One tool: made, changed and tried. */
export function ToolScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  return id === 'new' ? <NewTool /> : <StoredTool key={id} id={id} />
}

function Title({ name, children }: { readonly name: string; readonly children?: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link to="/tools" aria-label={t('action.back')} className={buttonClass('ghost', 'icon')}>
        <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
      </Link>
      <span dir="auto" className="truncate">
        {name}
      </span>
      {children}
    </span>
  )
}

/** The kind is chosen first, because it never changes. */
function NewTool() {
  const navigate = useNavigate()
  const [search, setSearch] = useUrl()
  const type = search.type === 'MCP' ? 'MCP' : 'FUNCTION'
  const open = ({ id }: WebTool) => void navigate({ to: '/tools/$id', params: { id } })
  return (
    <Page title={<Title name={t('tools.new')} />}>
      <Card>
        <fieldset className="flex flex-col gap-2 sm:flex-row">
          <legend className="mb-2 text-xs font-medium text-muted">{t('field.kind')}</legend>
          {(['FUNCTION', 'MCP'] as const).map((one) => (
            <label
              key={one}
              aria-label={t(`toolType.${one}`)}
              className="flex flex-1 cursor-pointer items-start gap-2.5 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-selected"
            >
              <input
                type="radio"
                name="type"
                className="mt-0.5 accent-accent-fill"
                checked={type === one}
                onChange={() => setSearch({ type: one })}
              />
              <span>
                <span className="block font-medium">{t(`toolType.${one}`)}</span>
                <span className="block text-xs text-muted">{t(`toolTypeHint.${one}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </Card>
      <ToolForm key={type} initial={emptyTool(type)} canEdit onSaved={open} />
    </Page>
  )
}

function StoredTool({ id }: { readonly id: string }) {
  const canEdit = useLeads()
  const cache = useQueryClient()
  const [isDirty, setIsDirty] = useState(false)
  const tool = useQuery({
    queryKey: ['web-tools', 'one', id],
    queryFn: () => parley.webTools.get(id),
  })
  const { data } = tool
  const mayDelete = useMay('delete')
  return (
    <Page
      wide
      title={
        <Title name={data?.name ?? t('state.loading')}>
          {data && <Badge>{t(`toolType.${data.type}`)}</Badge>}
        </Title>
      }
      actions={data && canEdit && mayDelete && <Delete tool={data} />}
    >
      {tool.isPending && <SkeletonLines count={8} />}
      {tool.isError && <Failure error={tool.error} retry={() => void tool.refetch()} />}
      {data && (
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <ToolForm
            key={data.version}
            id={id}
            initial={draftOf(data)}
            canEdit={canEdit}
            onDirty={setIsDirty}
            onSaved={(saved) => {
              setIsDirty(false)
              cache.setQueryData(['web-tools', 'one', id], saved)
            }}
          />
          {canEdit &&
            (data.type === 'MCP' ? (
              <McpTools tool={data} />
            ) : (
              <ToolRunner tool={data} isDirty={isDirty} />
            ))}
        </div>
      )}
    </Page>
  )
}

function Delete({ tool }: { readonly tool: WebTool }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => parley.webTools.delete(tool.id),
    async onSuccess() {
      tell(t('tools.deleted', { name: tool.name }))
      await navigate({ to: '/tools' })
      void cache.invalidateQueries({ queryKey: ['web-tools'] })
    },
    onError: tellFailure,
  })
  return (
    <>
      <Button size="sm" className="text-bad" onClick={() => setAsks(true)}>
        <Trash2 aria-hidden size={13} />
        {t('action.delete')}
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('tools.deleteTitle')}
        description={t('tools.deleteText')}
        action={t('action.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
