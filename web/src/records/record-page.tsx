import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../api/client.ts'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { Card, Page, SkeletonLines } from '../ui/bits.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Failure } from '../ui/states.tsx'
import { useBulk } from './change-records.ts'
import { ConversationLine } from './conversation-line.tsx'
import { Fields } from './record-fields.tsx'
import { RelatedRecords, type RelatedTo } from './related-records.tsx'
import { Timeline } from './record-timeline.tsx'
import type { ResourceView } from './resource-view.ts'
import { TaskLines, useTasks } from './task-lines.tsx'

const RecordForm = lazy(async () => ({ default: (await import('./record-form.tsx')).RecordForm }))

const conversationsAtMost = 20
const places = { contacts: '/contacts', companies: '/companies', deals: '/deals' } as const

/** One record with everything around it. */
export function RecordPage({ view }: { readonly view: ResourceView }) {
  const { id } = useParams({ strict: false }) as { id: string }
  const [isEditing, setIsEditing] = useState(false)
  const canWrite = useMay('write')
  const one = useQuery({
    queryKey: [view.name, 'one', id],
    queryFn: ({ signal }) => view.api.get(id, {}, { signal }),
  })
  const row = one.data
  const back = places[view.name as keyof typeof places]
  return (
    <Page
      wide
      title={
        <span className="flex min-w-0 items-center gap-2">
          <Link to={back} aria-label={t('action.back')} className={buttonClass('ghost', 'icon')}>
            <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
          </Link>
          <span className="truncate" dir="auto">
            {row ? view.titleOf(row) : t('state.loading')}
          </span>
        </span>
      }
      actions={
        row && (
          <>
            {canWrite && (
              <Button size="sm" onClick={() => setIsEditing(true)}>
                <Pencil aria-hidden size={13} />
                {t('action.edit')}
              </Button>
            )}
            <DeleteButton view={view} id={id} back={back} />
          </>
        )
      }
    >
      {one.isPending && <SkeletonLines count={12} />}
      {one.isError && <Failure error={one.error} retry={() => void one.refetch()} />}
      {row && (
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[22rem_1fr]">
          <Card flush>
            <Fields view={view} row={row} canWrite={canWrite} />
          </Card>
          <Around view={view} id={id} />
        </div>
      )}
      <Suspense>
        {isEditing && row && (
          <RecordForm view={view} row={row} onClose={() => setIsEditing(false)} />
        )}
      </Suspense>
    </Page>
  )
}

type DeleteProps = {
  readonly view: ResourceView
  readonly id: string
  readonly back: (typeof places)[keyof typeof places]
}

function DeleteButton({ view, id, back }: DeleteProps) {
  const mayDelete = useMay('delete')
  const navigate = useNavigate()
  const { remove } = useBulk(view)
  if (!mayDelete) return null
  const act = () =>
    remove.mutate([{ id }], {
      onSuccess: ({ done }) => {
        if (done > 0) void navigate({ to: back })
      },
    })
  return (
    <Button size="sm" className="text-bad" disabled={remove.isPending} onClick={act}>
      <Trash2 aria-hidden size={13} />
      {t('action.delete')}
    </Button>
  )
}

function Around({ view, id }: { readonly view: ResourceView; readonly id: string }) {
  const key = view.page?.key
  if (!key) return null
  const about: RelatedTo = { key, id }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {view.timeline && (
        <Card title={t('record.timeline')} flush>
          <Timeline view={view} id={id} untitled />
        </Card>
      )}
      <OpenTasks about={about} />
      <Conversations about={about} />
      {key !== 'deal_id' && <RelatedRecords kind="deals" about={about} />}
      {key === 'company_id' && <RelatedRecords kind="contacts" about={about} />}
    </div>
  )
}

function OpenTasks({ about: { key, id } }: { readonly about: RelatedTo }) {
  const navigate = useNavigate()
  const tasks = useTasks({ [key]: id, 'status[in]': 'pending,in_progress' })
  return (
    <Card title={t('nav.tasks')} flush>
      <TaskLines
        tasks={tasks}
        empty={t('record.noTasks')}
        onOpen={(task) => void navigate({ to: '/tasks', search: { open: task } })}
      />
    </Card>
  )
}

function Conversations({ about: { key, id } }: { readonly about: RelatedTo }) {
  const list = useQuery({
    queryKey: ['conversations', 'about', key, id],
    queryFn: () =>
      parley.conversations.list({ [key]: id, limit: conversationsAtMost, count: 'none' }),
  })
  return (
    <Card title={t('nav.conversations')} flush>
      {list.isPending && <SkeletonLines count={3} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.data.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('record.noConversations')}</p>
      )}
      <ul>
        {list.data?.data.map((conversation) => (
          <ConversationLine key={conversation.id} conversation={conversation} />
        ))}
      </ul>
    </Card>
  )
}
