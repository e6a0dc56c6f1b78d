import type { Scorecard } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CopyPlus, Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { useMay } from '../../../api/queries.ts'
import { formatList } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { tellFailure, tellWithUndo } from '../../../ui/toast.ts'

/** Copies a scorecard, or deletes it once nothing is evaluated with it by itself. */
export function ScorecardMenu({ scorecard }: { readonly scorecard: Scorecard }) {
  const { id, name, default_for: kinds } = scorecard
  const navigate = useNavigate()
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState(false)
  const remove = useRemoving(scorecard)
  const copy = () =>
    void navigate({ to: '/settings/analysis/scorecards', search: { open: 'new', from: id } })
  const isNeeded = kinds.length > 0
  return (
    <div className="relative z-10">
      <Menu
        trigger={
          <IconButton label={t('action.more', { name })}>
            <Ellipsis aria-hidden size={16} />
          </IconButton>
        }
      >
        <MenuItem onSelect={copy}>
          <CopyPlus aria-hidden size={14} />
          {t('scorecards.copy')}
        </MenuItem>
        {mayDelete && (
          <MenuItem danger onSelect={() => setAsks(true)}>
            <Trash2 aria-hidden size={14} />
            {t('action.delete')}
          </MenuItem>
        )}
      </Menu>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('scorecards.deleteTitle', { name })}
        description={
          isNeeded
            ? t('scorecards.isDefault', {
                kinds: formatList(kinds.map((kind) => t(`kind.${kind}`))),
              })
            : t('scorecards.deleteText')
        }
        action={t('action.delete')}
        busy={isNeeded || remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </div>
  )
}

function useRemoving({ id, name }: Scorecard) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const again = () => cache.invalidateQueries({ queryKey: ['scorecards'] })
  const restore = async () => {
    try {
      await parley.scorecards.update(id, { archived: false })
    } catch (error) {
      tellFailure(error)
    }
    await again()
  }
  return useMutation({
    mutationFn: () => parley.scorecards.delete(id),
    async onSuccess() {
      tellWithUndo(t('scorecards.wasDeleted', { name }), () => void restore())
      await navigate({ to: '/settings/analysis/scorecards', ignoreBlocker: true })
    },
    onError: tellFailure,
    onSettled: again,
  })
}
