import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, RefreshCw } from 'lucide-react'
import { parley } from '../../../api/client.ts'
import { useMay } from '../../../api/queries.ts'
import { t } from '../../../i18n/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { tell, tellFailure } from '../../../ui/toast.ts'

type Props = {
  readonly id: string
  /** The scorecard that counts now. */
  readonly scorecardId?: string | undefined
}

/** Has the conversation evaluated again, by the scorecard of its kind or by any other one. */
export function EvaluateAgain({ id, scorecardId }: Props) {
  const cache = useQueryClient()
  const canWrite = useMay('write')
  const scorecards = useQuery({
    queryKey: ['scorecards', 'list'],
    queryFn: () => parley.scorecards.list(),
    enabled: canWrite,
  })
  const again = useMutation({
    mutationFn: (scorecard?: string) =>
      parley.evaluations.request(id, scorecard ? { scorecard_id: scorecard } : {}),
    onSuccess: () => tell(t('scorecard.requested')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
  if (!canWrite) return null
  return (
    <Menu
      trigger={
        <Button size="sm" disabled={again.isPending}>
          <RefreshCw aria-hidden size={13} />
          {t('scorecard.again')}
          <ChevronDown aria-hidden size={13} />
        </Button>
      }
    >
      <MenuItem onSelect={() => again.mutate(undefined)}>{t('scorecard.byDefault')}</MenuItem>
      <MenuLabel>{t('scorecard.by')}</MenuLabel>
      {scorecards.data?.map((scorecard) => (
        <MenuItem key={scorecard.id} onSelect={() => again.mutate(scorecard.id)}>
          <span className="flex-1">{scorecard.name}</span>
          {scorecard.id === scorecardId && (
            <span className="text-xs text-faint">{t('scorecard.counts')}</span>
          )}
        </MenuItem>
      ))}
    </Menu>
  )
}
