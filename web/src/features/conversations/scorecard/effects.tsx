import type { EvaluationEffect } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { parley } from '../../../api/client.ts'
import { useMay, useNameOf } from '../../../api/queries.ts'
import { formatMoment } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Button } from '../../../ui/button.tsx'
import { tell, tellFailure } from '../../../ui/toast.ts'
import { Heading } from '../evidence.tsx'

type Props = {
  readonly conversationId: string
  readonly effects: readonly EvaluationEffect[]
}

/** What evaluations of the conversation changed in the CRM; each can be taken back. */
export function Effects({ conversationId, effects }: Props) {
  const cache = useQueryClient()
  const canWrite = useMay('write')
  const nameOf = useNameOf()
  const undo = useMutation({
    mutationFn: (kind: EvaluationEffect['kind']) =>
      parley.evaluations.undoEffects(conversationId, { kind }),
    onSuccess: () => tell(t('effect.takenBack')),
    onError: tellFailure,
    // Activities, tasks and deals may all be shown elsewhere.
    onSettled: () => cache.invalidateQueries(),
  })
  if (effects.length === 0) return null
  return (
    <section>
      <Heading>{t('effect.title')}</Heading>
      <ul className="flex flex-col gap-1">
        {effects.map(({ kind, created_at: made, undone_at: undone, undone_by: by }) => (
          <li
            key={kind}
            className="flex items-center gap-2 rounded-md border border-line px-2.5 py-1.5"
          >
            <span className="min-w-0 flex-1">
              <span className={undone ? 'text-muted line-through' : ''}>{t(`effect.${kind}`)}</span>
              <span className="block text-xs text-faint">
                {undone
                  ? t('effect.undone', { name: nameOf(by), time: formatMoment(undone) })
                  : formatMoment(made)}
              </span>
            </span>
            {canWrite && !undone && (
              <Button
                look="ghost"
                size="sm"
                aria-label={t('effect.undo', { name: t(`effect.${kind}`) })}
                disabled={undo.isPending}
                onClick={() => undo.mutate(kind)}
              >
                <Undo2 aria-hidden size={13} className="rtl:-scale-x-100" />
                {t('action.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
