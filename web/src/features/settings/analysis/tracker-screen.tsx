import type { SignalTracker } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { parley } from '../../../api/client.ts'
import { useMay } from '../../../api/queries.ts'
import { t } from '../../../i18n/index.ts'
import { SkeletonLines } from '../../../ui/bits.tsx'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { tell, tellFailure } from '../../../ui/toast.ts'
import { AnalysisPage } from './analysis-page.tsx'
import { Confirm } from './lazy-parts.tsx'
import { draftOf, emptyTracker } from './tracker-draft.ts'
import { TrackerForm } from './tracker-form.tsx'

/** One tracker: made, changed and tried. */
export function TrackerScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <AnalysisPage>{id === 'new' ? <NewTracker /> : <Stored key={id} id={id} />}</AnalysisPage>
}

type TitleProps = { readonly name: string; readonly children?: ReactNode }

function Title({ name, children }: TitleProps) {
  return (
    <div className="flex items-center gap-2">
      <Link
        to="/settings/analysis/trackers"
        aria-label={t('action.back')}
        className={buttonClass('ghost', 'icon')}
      >
        <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
      </Link>
      <h2 dir="auto" className="min-w-0 flex-1 truncate text-base font-semibold">
        {name}
      </h2>
      {children}
    </div>
  )
}

function NewTracker() {
  const navigate = useNavigate()
  const open = ({ id }: SignalTracker) =>
    void navigate({ to: '/settings/analysis/trackers/$id', params: { id }, replace: true })
  return (
    <>
      <Title name={t('trackers.new')} />
      <TrackerForm initial={emptyTracker} onSaved={open} />
    </>
  )
}

function Stored({ id }: { readonly id: string }) {
  const mayDelete = useMay('delete')
  const cache = useQueryClient()
  const queryKey = ['signal-trackers', 'one', id]
  const tracker = useQuery({
    queryKey,
    queryFn: () => parley.signalTrackers.get(id),
    // What somebody is typing is not taken away by looking at another window.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { data } = tracker
  return (
    <>
      {tracker.isPending && <SkeletonLines count={8} />}
      {tracker.isError && <Failure error={tracker.error} retry={() => void tracker.refetch()} />}
      {data && (
        <>
          <Title name={data.name}>{mayDelete && <Delete tracker={data} />}</Title>
          <TrackerForm
            key={data.updated_at}
            id={id}
            initial={draftOf(data)}
            onSaved={(saved) => cache.setQueryData(queryKey, saved)}
          />
        </>
      )}
    </>
  )
}

function Delete({ tracker: { id, name } }: { readonly tracker: SignalTracker }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => parley.signalTrackers.delete(id),
    async onSuccess() {
      tell(t('trackers.deleted', { name }))
      await navigate({ to: '/settings/analysis/trackers', ignoreBlocker: true })
      void cache.invalidateQueries({ queryKey: ['signal-trackers', 'list'] })
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
        title={t('trackers.deleteTitle', { name })}
        description={t('trackers.deleteText')}
        action={t('action.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  )
}
