import type { KnowledgeItem } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm, Modal } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Activation } from './activation.tsx'
import { ItemPages } from './item-pages.tsx'
import { ItemState, reasonOf } from './item-state.tsx'

const lookAgainMs = 3_000

type DialogProps = { readonly id: string; readonly onClose: () => void }

/** One item: what became of it, what it says, and who looks things up in it. */
export function ItemDialog({ id, onClose }: DialogProps) {
  const item = useQuery({
    queryKey: ['knowledge', 'one', id],
    queryFn: () => parley.knowledge.get(id),
    refetchInterval: ({ state }) => state.data?.status === 'PROCESSING' && lookAgainMs,
  })
  const { data } = item
  return (
    <Modal open onClose={onClose} title={data?.itemName ?? t('state.loading')} wide>
      {item.isPending && <SkeletonLines count={6} />}
      {item.isError && <Failure error={item.error} retry={() => void item.refetch()} />}
      {data && <ItemBody key={data.id} item={data} onClose={onClose} />}
    </Modal>
  )
}

function ItemBody({ item, onClose }: { readonly item: KnowledgeItem; readonly onClose: () => void }) {
  const canWrite = useMay('write')
  const reason = reasonOf(item)
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <ItemState status={item.status} />
        <span className="text-xs text-faint">
          {item.processedAt
            ? t('knowledge.readAt', { when: formatMoment(item.processedAt) })
            : t('knowledge.notReadYet')}
          {` · ${t(`knowledgeSearchable.${item.searchableBy}`)}`}
        </span>
        {canWrite && <ItemActions item={item} onClose={onClose} />}
      </div>
      {reason && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
          {reason}
        </p>
      )}
      <EditForm item={item} canWrite={canWrite} />
      {item.type === 'URL' && <ItemPages item={item} canWrite={canWrite} />}
      <AgentSwitches itemId={item.id} canWrite={canWrite} />
    </div>
  )
}

function ItemActions({ item, onClose }: { readonly item: KnowledgeItem; readonly onClose: () => void }) {
  const cache = useQueryClient()
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState(false)
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['knowledge'] }),
  })
  const remove = async () => {
    await parley.knowledge.delete(item.id)
    tell(t('knowledge.deleted', { name: item.itemName }))
    onClose()
  }
  return (
    <span className="ms-auto flex gap-1.5">
      <Button
        size="sm"
        disabled={act.isPending || item.status === 'PROCESSING'}
        onClick={() => act.mutate(() => parley.knowledge.refresh(item.id, {}))}
      >
        <RotateCw aria-hidden size={13} />
        {item.type === 'URL' ? t('knowledge.crawlAgain') : t('knowledge.readAgain')}
      </Button>
      {mayDelete && (
        <Button size="sm" className="text-bad" onClick={() => setAsks(true)}>
          <Trash2 aria-hidden size={13} />
          {t('action.delete')}
        </Button>
      )}
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('knowledge.deleteTitle')}
        description={t('knowledge.deleteText')}
        action={t('action.delete')}
        busy={act.isPending}
        onConfirm={() => act.mutate(remove)}
      />
    </span>
  )
}

type FormProps = { readonly item: KnowledgeItem; readonly canWrite: boolean }

function EditForm({ item, canWrite }: FormProps) {
  const cache = useQueryClient()
  const [itemName, setName] = useState(item.itemName)
  const [content, setContent] = useState(item.content ?? '')
  const isText = item.type === 'TEXT'
  const isChanged = itemName !== item.itemName || (isText && content !== item.content)
  const save = useMutation({
    mutationFn: () =>
      parley.knowledge.update(item.id, {
        itemName,
        ...(isText && content !== item.content && { content }),
      }),
    onSuccess: () => tell(t('form.saved')),
    onSettled: () => cache.invalidateQueries({ queryKey: ['knowledge'] }),
  })
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field label={t('field.name')}>
        {(ids) => (
          <Input
            {...ids}
            dir="auto"
            required
            maxLength={250}
            readOnly={!canWrite}
            value={itemName}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      {isText && (
        <Field label={t('knowledge.text')}>
          {(ids) => (
            <Textarea
              {...ids}
              dir="auto"
              rows={7}
              required
              minLength={50}
              maxLength={5_000}
              readOnly={!canWrite}
              value={content}
              onChange={({ target }) => setContent(target.value)}
            />
          )}
        </Field>
      )}
      <Refused error={save.error} />
      {canWrite && isChanged && (
        <Button look="primary" type="submit" className="self-end" disabled={save.isPending}>
          {t('action.save')}
        </Button>
      )}
    </form>
  )
}

/** Who looks things up in it, agent by agent. */
function AgentSwitches({ itemId, canWrite }: { readonly itemId: string; readonly canWrite: boolean }) {
  const agents = useAgentNames()
  if (agents.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted">{t('knowledge.agents')}</h3>
      <ul className="max-h-48 overflow-y-auto rounded-md border border-line">
        {agents.map(({ id, name }) => (
          <li
            key={id}
            className="flex items-center gap-2 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {name}
            </span>
            <AgentSwitch agentId={id} itemId={itemId} canWrite={canWrite} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type SwitchProps = {
  readonly agentId: string
  readonly itemId: string
  readonly canWrite: boolean
}

/** An agent's items are asked for once and serve every item that is opened. */
function AgentSwitch({ agentId, itemId, canWrite }: SwitchProps) {
  const items = useQuery({
    queryKey: ['knowledge', 'of-agent', agentId],
    queryFn: async () =>
      (await parley.knowledge.list({ voiceAgentId: agentId, isActive: true, take: 100 })).items,
  })
  const one = useQuery({
    queryKey: ['knowledge', 'one', itemId],
    queryFn: () => parley.knowledge.get(itemId),
  })
  if (!one.data || !items.data) return null
  const isActive = items.data.some(({ id }) => id === itemId)
  return <Activation item={{ ...one.data, isActive }} agentId={agentId} disabled={!canWrite} />
}
