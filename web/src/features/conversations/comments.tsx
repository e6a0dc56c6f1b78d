import type { ConversationComment, ConversationInFull } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay, useMe, useMembers } from '../../api/queries.ts'
import { formatAgo, formatClock, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Avatar } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Check, Textarea } from '../../ui/field.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { useMoment, usePlayback } from '../../playback/playback.ts'

type Props = { readonly conversation: ConversationInFull }

/** What people say about it, or about a moment of it. */
export function Comments({ conversation }: Props) {
  const canWrite = useMay('write')
  return (
    <div className="flex flex-col gap-4">
      {conversation.comments.length === 0 && <p className="text-muted">{t('comments.none')}</p>}
      <ul className="flex flex-col gap-4">
        {conversation.comments.map((comment) => (
          <Comment key={comment.id} comment={comment} />
        ))}
      </ul>
      {canWrite && <NewComment conversationId={conversation.id} />}
    </div>
  )
}

/** `@` and an id stand for a person. */
function useNamed(): (text: string) => string {
  const members = useMembers()
  return (text) =>
    text.replace(/@([0-9a-f-]{36})/gi, (mark, id: string) => {
      const member = members.find((one) => one.user_id === id || one.id === id)
      return member ? `@${member.name}` : mark
    })
}

function Comment({ comment }: { readonly comment: ConversationComment }) {
  const { user } = useMe()
  const playback = usePlayback()
  const named = useNamed()
  const remove = useCommentChange(comment.conversation_id, () =>
    parley.comments.delete({ id: comment.conversation_id, commentId: comment.id }),
  )
  const author = comment.author_name ?? '–'
  const at = comment.at_ms
  return (
    <li className="flex gap-2.5">
      <Avatar name={author} size={24} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-xs text-faint">
          <span className="font-medium text-text">{author}</span>
          <time dateTime={comment.created_at} title={formatMoment(comment.created_at)}>
            {formatAgo(comment.created_at)}
          </time>
          {at !== null && (
            <button
              type="button"
              aria-label={t('conversation.jumpTo', { time: formatClock(at) })}
              className="figures rounded text-accent hover:underline"
              onClick={() => playback.seek(at)}
            >
              {formatClock(at)}
            </button>
          )}
        </p>
        <p className="whitespace-pre-wrap" dir="auto">
          {named(comment.text)}
        </p>
      </div>
      {comment.author_id === user.id && (
        <IconButton label={t('comments.delete')} onClick={() => remove.mutate()}>
          <Trash2 aria-hidden size={13} />
        </IconButton>
      )}
    </li>
  )
}

function useCommentChange(conversationId: string, change: () => Promise<unknown>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onError: tellFailure,
    onSettled: () =>
      cache.invalidateQueries({ queryKey: ['conversations', 'one', conversationId] }),
  })
}

function NewComment({ conversationId }: { readonly conversationId: string }) {
  const [text, setText] = useState('')
  const [isAtMoment, setIsAtMoment] = useState(false)
  const playback = usePlayback()
  const second = useMoment((ms) => Math.floor(ms / 1_000))
  const add = useCommentChange(conversationId, async () => {
    await parley.comments.create(conversationId, {
      text,
      at_ms: isAtMoment ? Math.round(playback.now()) : null,
    })
    setText('')
  })
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) add.mutate()
      }}
    >
      <Textarea
        rows={3}
        value={text}
        aria-label={t('comments.new')}
        placeholder={t('comments.new')}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex items-center justify-between gap-2">
        <Check
          label={t('comments.atMoment', { time: formatClock(second * 1_000) })}
          checked={isAtMoment}
          onChange={(event) => setIsAtMoment(event.target.checked)}
        />
        <Button look="primary" size="sm" type="submit" disabled={!text.trim() || add.isPending}>
          {t('comments.add')}
        </Button>
      </div>
    </form>
  )
}
