import { MessageSquareText } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { t } from '../../../i18n/index.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Textarea } from '../../../ui/field.tsx'

type Props = {
  /** Of what it says something. */
  readonly name: string
  readonly comment: string | null
  readonly editable: boolean
  readonly onKeep: (comment: string | null) => void
}

/** What is said of one answer, and where to say it better. */
export function useComment({ name, comment, editable, onKeep }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const button = editable && (
    <IconButton
      label={t('scorecard.comment', { name })}
      aria-expanded={isOpen}
      onClick={() => setIsOpen(!isOpen)}
    >
      <MessageSquareText aria-hidden size={14} />
    </IconButton>
  )
  const keep = (text: string | null) => {
    setIsOpen(false)
    if (text !== comment) onKeep(text)
  }
  const words = isOpen ? (
    <CommentForm
      name={name}
      comment={comment ?? ''}
      onKeep={keep}
      onCancel={() => setIsOpen(false)}
    />
  ) : (
    comment && (
      <p className="mt-1 text-muted rtl:text-right" dir="auto">
        {comment}
      </p>
    )
  )
  return { button, words }
}

type FormProps = {
  readonly name: string
  readonly comment: string
  readonly onKeep: (comment: string | null) => void
  readonly onCancel: () => void
}

/** As long as the API takes. */
const longest = 2_000

function CommentForm({ name, comment, onKeep, onCancel }: FormProps) {
  const [text, setText] = useState(comment)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onKeep(text.trim() || null)
  }
  return (
    <form className="mt-1.5 flex flex-col gap-1.5" onSubmit={submit}>
      <Textarea
        // It was asked for by a press just now.
        autoFocus
        dir="auto"
        rows={3}
        maxLength={longest}
        aria-label={t('scorecard.comment', { name })}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      />
      <span className="flex gap-2">
        <Button look="primary" size="sm" type="submit">
          {t('action.save')}
        </Button>
        <Button size="sm" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </span>
    </form>
  )
}
