import type { ConversationClip, ConversationInFull } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play, Scissors, Share2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads, useMay, useMe } from '../../api/queries.ts'
import { formatClock } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Empty, Refused } from '../../ui/states.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { readClock, usualClip } from './clip-times.ts'
import { usePlayback } from '../../playback/playback.ts'
import { ShareClip } from './share-clip.tsx'

type Props = { readonly conversation: ConversationInFull }

/** Parts of it worth showing to others. */
export function Clips({ conversation }: Props) {
  const canWrite = useMay('write')
  const [shared, setShared] = useState<ConversationClip>()
  return (
    <div className="flex flex-col gap-4">
      {conversation.clips.length === 0 && (
        <Empty icon={Scissors} title={t('clips.none')} text={t('clips.noneText')} />
      )}
      <ul className="flex flex-col gap-2">
        {conversation.clips.map((clip) => (
          <Clip key={clip.id} clip={clip} onShare={() => setShared(clip)} />
        ))}
      </ul>
      {canWrite && <NewClip conversation={conversation} />}
      {shared && <ShareClip clip={shared} onClose={() => setShared(undefined)} />}
    </div>
  )
}

type ClipProps = { readonly clip: ConversationClip; readonly onShare: () => void }

function Clip({ clip, onShare }: ClipProps) {
  const { user } = useMe()
  const leads = useLeads()
  const canWrite = useMay('write')
  const playback = usePlayback()
  const { id, conversation_id: conversationId, title, start_ms: start, end_ms: end } = clip
  const remove = useClipChange(conversationId, () =>
    parley.clips.delete({ id: conversationId, clipId: id }),
  )
  const mayDelete = canWrite && (leads || clip.created_by === user.id)
  return (
    <li className="flex items-center gap-1 rounded-md border border-line px-2.5 py-1.5">
      <button
        type="button"
        className="flex min-w-0 flex-1 items-center gap-2 rounded text-start hover:text-accent"
        aria-label={t('clips.play', { title })}
        onClick={() => playback.seek(start)}
      >
        <Play aria-hidden size={13} className="shrink-0 text-faint rtl:rotate-180" />
        <span className="min-w-0">
          <span className="block truncate font-medium" dir="auto">
            {title}
          </span>
          <span className="figures block text-xs text-faint">
            <span dir="ltr">
              {formatClock(start)} – {formatClock(end)}
            </span>
            {clip.creator_name && ` · ${clip.creator_name}`}
          </span>
        </span>
      </button>
      <IconButton label={t('clips.share', { title })} onClick={onShare}>
        <Share2 aria-hidden size={14} />
      </IconButton>
      {mayDelete && (
        <IconButton label={t('clips.delete', { title })} onClick={() => remove.mutate()}>
          <Trash2 aria-hidden size={14} />
        </IconButton>
      )}
    </li>
  )
}

function useClipChange(conversationId: string, change: () => Promise<unknown>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onError: tellFailure,
    onSettled: () =>
      cache.invalidateQueries({ queryKey: ['conversations', 'one', conversationId] }),
  })
}

function NewClip({ conversation }: Props) {
  const playback = usePlayback()
  const [title, setTitle] = useState('')
  const [span, setSpan] = useState(() => usualClip(playback.now(), conversation.duration_seconds))
  const [problem, setProblem] = useState(false)
  const add = useClipChange(conversation.id, async () => {
    const [start, end] = [readClock(span.start), readClock(span.end)]
    await parley.clips.create(conversation.id, {
      title: title.trim(),
      start_ms: start ?? 0,
      end_ms: end ?? 0,
    })
    setTitle('')
  })
  const send = () => {
    const [start, end] = [readClock(span.start), readClock(span.end)]
    const isWrong = start === undefined || end === undefined || end <= start
    setProblem(isWrong)
    if (!isWrong && title.trim()) add.mutate()
  }
  const here = (edge: 'start' | 'end') => setSpan({ ...span, [edge]: formatClock(playback.now()) })
  return (
    <form
      aria-label={t('clips.new')}
      className="flex flex-col gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Field label={t('clips.title')} required>
        {(ids) => (
          <Input {...ids} value={title} onChange={({ target }) => setTitle(target.value)} />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        {(['start', 'end'] as const).map((edge) => (
          <div key={edge} className="flex flex-col gap-1">
            <Field label={t(`clips.${edge}`)} error={problem ? t('clips.problem') : undefined}>
              {(ids) => (
                <Input
                  {...ids}
                  dir="ltr"
                  inputMode="numeric"
                  placeholder="0:00"
                  className="figures"
                  value={span[edge]}
                  onChange={({ target }) => setSpan({ ...span, [edge]: target.value })}
                />
              )}
            </Field>
            <Button look="ghost" size="sm" className="self-start" onClick={() => here(edge)}>
              {t(edge === 'start' ? 'clips.startHere' : 'clips.endHere')}
            </Button>
          </div>
        ))}
      </div>
      <Refused error={add.error} />
      <Button
        look="primary"
        size="sm"
        type="submit"
        className="self-end"
        disabled={!title.trim() || add.isPending}
      >
        <Scissors aria-hidden size={13} />
        {t('clips.add')}
      </Button>
    </form>
  )
}
