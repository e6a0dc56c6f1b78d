import type { Campaign } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, Pause, Play, RotateCw, UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

const AddPeople = lazy(async () => ({ default: (await import('./add-people.tsx')).AddPeople }))

const canPause: readonly Campaign['status'][] = ['RUNNING', 'SCHEDULED']
const canStart: readonly Campaign['status'][] = ['PENDING', 'SCHEDULED', 'PAUSED', 'FAILED']
const hasEnded: readonly Campaign['status'][] = ['COMPLETED', 'CANCELLED']

/** Everything that can be done to a campaign as it is now. */
export function CampaignActions({ campaign }: { readonly campaign: Campaign }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState<'cancel' | 'delete'>()
  const { id, status, kind, name, progress } = campaign
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onError: tellFailure,
    onSettled() {
      setAsks(undefined)
      return cache.invalidateQueries({ queryKey: ['campaigns'] })
    },
  })
  const run = (action: () => Promise<unknown>) => () => act.mutate(action)
  const retry = async () => {
    const { progress: after } = await parley.campaigns.retry(id)
    tell(
      t('campaigns.retried', {
        count: Math.max(0, after.byStatus.PENDING - progress.byStatus.PENDING),
      }),
    )
  }
  const remove = async () => {
    await parley.campaigns.delete(id)
    await navigate({ to: '/campaigns' })
  }
  const isOver = hasEnded.includes(status)
  const isOwn = kind === 'campaign'
  return (
    <>
      {canStart.includes(status) && (
        <Button
          look="primary"
          size="sm"
          disabled={act.isPending || progress.total === 0}
          onClick={run(() => parley.campaigns.resume(id))}
        >
          <Play aria-hidden size={13} />
          {status === 'PAUSED' ? t('campaigns.resume') : t('campaigns.start')}
        </Button>
      )}
      {canPause.includes(status) && (
        <Button size="sm" disabled={act.isPending} onClick={run(() => parley.campaigns.pause(id))}>
          <Pause aria-hidden size={13} />
          {t('campaigns.pause')}
        </Button>
      )}
      {progress.byStatus.FAILED > 0 && status !== 'CANCELLED' && (
        <Button size="sm" disabled={act.isPending} onClick={run(retry)}>
          <RotateCw aria-hidden size={13} />
          {t('campaigns.retryFailed')}
        </Button>
      )}
      {isOwn && !isOver && <AddButton campaign={campaign} />}
      {isOwn && (!isOver || mayDelete) && (
        <Menu
          trigger={
            <IconButton label={t('action.more', { name })}>
              <Ellipsis aria-hidden size={16} />
            </IconButton>
          }
        >
          {!isOver && (
            <MenuItem danger onSelect={() => setAsks('cancel')}>
              {t('campaigns.cancel')}
            </MenuItem>
          )}
          {!isOver && mayDelete && <MenuLine />}
          {mayDelete && (
            <MenuItem danger disabled={status === 'RUNNING'} onSelect={() => setAsks('delete')}>
              {t('action.delete')}
            </MenuItem>
          )}
        </Menu>
      )}
      <Confirm
        open={asks !== undefined}
        onClose={() => setAsks(undefined)}
        title={asks === 'delete' ? t('campaigns.deleteTitle') : t('campaigns.cancelTitle')}
        description={asks === 'delete' ? t('campaigns.deleteText') : t('campaigns.cancelText')}
        action={asks === 'delete' ? t('action.delete') : t('campaigns.cancel')}
        busy={act.isPending}
        onConfirm={run(asks === 'delete' ? remove : () => parley.campaigns.cancel(id))}
      />
    </>
  )
}

function AddButton({ campaign }: { readonly campaign: Campaign }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        <UserPlus aria-hidden size={13} />
        {t('recipients.add')}
      </Button>
      {isOpen && (
        <Suspense>
          <AddPeople campaign={campaign} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
