import type { ConversationInFull, ConversationSignal } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatShare } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/states.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { Moment } from './evidence.tsx'
import { NewSignal } from './new-signal.tsx'

type Decision = 'confirmed' | 'dismissed'
type Props = { readonly conversation: ConversationInFull }

/** What was found in it; people say whether it is so. */
export function Signals({ conversation }: Props) {
  const decide = useDecide(conversation.id)
  const canWrite = useMay('write')
  return (
    <div className="flex flex-col gap-4">
      {conversation.signals.length === 0 && (
        <Empty title={t('signals.none')} text={t('signals.noneText')} />
      )}
      <ul className="flex flex-col gap-3">
        {conversation.signals.map((signal) => (
          <li key={signal.id} className={cx(signal.status === 'dismissed' && 'opacity-70')}>
            <div className="mb-1 flex items-center gap-2">
              <Badge tone={signal.status === 'confirmed' ? 'good' : 'accent'}>
                {signal.tracker_name ?? tOr(`signal.${signal.kind}`, signal.kind)}
              </Badge>
              {signal.status !== 'detected' && (
                <span className="text-xs text-muted">{t(`signalStatus.${signal.status}`)}</span>
              )}
              <span className="figures ms-auto text-xs text-faint" title={t('signals.confidence')}>
                {formatShare(signal.confidence)}
              </span>
              {canWrite && <Decide signal={signal} decide={decide.mutate} />}
            </div>
            <Moment ms={signal.start_ms} text={signal.quote} />
          </li>
        ))}
      </ul>
      {canWrite && conversation.transcript && <NewSignal conversationId={conversation.id} />}
    </div>
  )
}

type DecideProps = {
  readonly signal: ConversationSignal
  readonly decide: (wanted: { id: string; status: Decision }) => void
}

function Decide({ signal: { id, status, quote }, decide }: DecideProps) {
  return (
    <>
      <IconButton
        label={`${t('signals.confirm')}: ${quote}`}
        aria-pressed={status === 'confirmed'}
        className={cx(status === 'confirmed' && 'text-good')}
        onClick={() => decide({ id, status: 'confirmed' })}
      >
        <Check aria-hidden size={14} />
      </IconButton>
      <IconButton
        label={`${t('signals.dismiss')}: ${quote}`}
        aria-pressed={status === 'dismissed'}
        onClick={() => decide({ id, status: 'dismissed' })}
      >
        <X aria-hidden size={14} />
      </IconButton>
    </>
  )
}

/** Shown at once, and as it was again when the server refuses. */
function useDecide(conversationId: string) {
  const cache = useQueryClient()
  const key = ['conversations', 'one', conversationId]
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: Decision }) =>
      status === 'confirmed' ? parley.signals.confirm(id) : parley.signals.dismiss(id),
    onMutate({ id, status }) {
      const before = cache.getQueryData<ConversationInFull>(key)
      if (before) {
        const signals = before.signals.map((signal) =>
          signal.id === id ? { ...signal, status } : signal,
        )
        cache.setQueryData(key, { ...before, signals })
      }
      return before
    },
    onError(error, _wanted, before) {
      cache.setQueryData(key, before)
      tellFailure(error)
    },
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  })
}
