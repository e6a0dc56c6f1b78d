import type { KnowledgeItem } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm, Modal } from '../../ui/dialog.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
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

function ItemBody({
  item,
  onClose,
}: {
  readonly item: KnowledgeItem
  readonly onClose: () => void
}) {
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
      <AgentSwitch item={item} canWrite={canWrite} />
    </div>
  )
}

function ItemActions({
  item,
  onClose,
}: {
  readonly item: KnowledgeItem
  readonly onClose: () => void
}) {
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

/** Whether an agent that is chosen looks things up in it. */
function AgentSwitch({ item, canWrite }: FormProps) {
  const agents = useAgentNames()
  const [search] = useUrl()
  const [chosen, setChosen] = useState(search.agent)
  const agentId = chosen ?? agents[0]?.id
  const ofAgent = useQuery({
    queryKey: ['knowledge', 'of-agent', agentId, item.id],
    enabled: agentId !== undefined,
    queryFn: async () => {
      const wanted = { isActive: true, take: 100, search: item.itemName.slice(0, 200) }
      const { items } = await parley.knowledge.list({ ...wanted, voiceAgentId: agentId ?? '' })
      return items.some(({ id }) => id === item.id)
    },
  })
  if (agentId === undefined) return null
  return (
    <div className="flex items-end gap-3">
      <Field label={t('knowledge.agents')} className="flex-1">
        {(ids) => (
          <Select {...ids} value={agentId} onChange={({ target }) => setChosen(target.value)}>
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <span className="flex h-8 items-center">
        {ofAgent.data !== undefined && (
          <Activation
            item={{ ...item, isActive: ofAgent.data }}
            agentId={agentId}
            disabled={!canWrite}
          />
        )}
      </span>
    </div>
  )
}
