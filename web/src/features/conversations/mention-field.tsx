import { type ChangeEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useMembers } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Avatar } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { Textarea } from '../../ui/field.tsx'
import { mentionAt, type Person, withMention } from './mention-rules.ts'

type FieldProps = {
  readonly text: string
  readonly onChange: (text: string) => void
}

const offeredAtMost = 6

/** A text in which `@` offers colleagues. */
export function MentionField({ text, onChange }: FieldProps) {
  const id = useId()
  const members = useMembers()
  const field = useRef<HTMLTextAreaElement>(null)
  const [begun, setBegun] = useState<ReturnType<typeof mentionAt>>()
  const [active, setActive] = useState(0)
  const offered = begun ? offeredFor(members, begun.typed) : []
  const isOpen = offered.length > 0
  const look = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    onChange(target.value)
    setBegun(mentionAt(target.value, target.selectionStart))
    setActive(0)
  }
  const choose = (person: Person | undefined) => {
    if (!begun || !person) return
    const chosen = withMention(text, begun, person)
    onChange(chosen.text)
    setBegun(undefined)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(chosen.caret, chosen.caret)
    })
  }
  const onKey = (event: KeyboardEvent) => {
    if (!isOpen) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((active + step + offered.length) % offered.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(offered[active])
    else if (event.key === 'Escape') setBegun(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="relative">
      <Textarea
        ref={field}
        rows={3}
        value={text}
        aria-label={t('comments.new')}
        placeholder={t('comments.newMention')}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${active}` : undefined}
        onChange={look}
        onKeyDown={onKey}
        onBlur={() => setBegun(undefined)}
      />
      {isOpen && (
        <div
          id={id}
          role="listbox"
          aria-label={t('comments.people')}
          className="absolute inset-x-0 bottom-full z-20 mb-1 rounded-lg bg-raised p-1 shadow-float"
        >
          {offered.map((person, index) => (
            <div
              key={person.user_id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={cx(
                'flex min-h-8 cursor-pointer items-center gap-2 rounded px-2',
                index === active && 'bg-hover',
              )}
              // Before the field loses the focus.
              onMouseDown={(event) => {
                event.preventDefault()
                choose(person)
              }}
            >
              <Avatar name={person.name} size={18} />
              <span className="truncate" dir="auto">
                {person.name}
              </span>
            </div>
          ))}
        </div>
      )}
      <span className="sr-only" aria-live="polite">
        {isOpen && t('comments.offered', { count: offered.length })}
      </span>
    </div>
  )
}

function offeredFor(members: readonly Person[], typed: string): readonly Person[] {
  const wanted = typed.toLowerCase()
  return members
    .filter(({ name }) =>
      `${name} ${name.split(' ').slice(1).join(' ')}`.toLowerCase().includes(wanted),
    )
    .slice(0, offeredAtMost)
}
