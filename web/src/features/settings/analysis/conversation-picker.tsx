import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { ChevronDown } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { parley } from '../../../api/client.ts'
import { formatDate } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { KindIcon } from '../../../records/conversation-line.tsx'
import { SkeletonLines } from '../../../ui/bits.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { Refused } from '../../../ui/states.tsx'

const foundAtMost = 20

export type Chosen = { readonly id: string; readonly title: string }

type PickerProps = {
  readonly chosen: Chosen | undefined
  readonly onChoose: (conversation: Chosen) => void
}

/** One of the newest conversations with a transcript, or one in which some words were said. */
export function ConversationPicker({ chosen, onChoose }: PickerProps) {
  const [open, setOpen] = useState(false)
  const trigger = (
    <button
      type="button"
      {...(chosen && { 'aria-label': t('trackers.conversation', { title: chosen.title }) })}
      className="field flex items-center gap-2 text-start"
    >
      <span dir="auto" className={chosen ? 'flex-1 truncate' : 'flex-1 text-faint'}>
        {chosen?.title ?? t('trackers.chooseConversation')}
      </span>
      <ChevronDown aria-hidden size={14} className="text-faint" />
    </button>
  )
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      label={t('trackers.chooseConversation')}
    >
      <Found
        onChoose={(conversation) => {
          onChoose(conversation)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

function Found({ onChoose }: Pick<PickerProps, 'onChoose'>) {
  const [text, setText] = useState('')
  const words = useDeferredValue(text.trim())
  const { data, error } = useQuery({
    queryKey: ['conversations', 'pick', words],
    queryFn: () =>
      parley.conversations.list({
        limit: foundAtMost,
        count: 'none',
        ...(words && { text: words }),
      }),
    placeholderData: keepPreviousData,
  })
  const found = data?.data.filter(({ has_transcript: hasWords }) => hasWords)
  return (
    <Command shouldFilter={false} label={t('trackers.chooseConversation')} className="p-1">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('conversations.searchWords')}
        className="h-8 w-full border-b border-line bg-transparent px-2 outline-none"
      />
      <Command.List
        className="max-h-64 overflow-y-auto pt-1"
        label={t('trackers.chooseConversation')}
      >
        <Refused error={error} />
        {!data && !error && <SkeletonLines count={3} />}
        {found?.length === 0 && (
          <p className="px-2 py-3 text-muted">{t('trackers.noConversation')}</p>
        )}
        {found?.map(({ id, kind, title, date }) => (
          <Command.Item
            key={id}
            value={id}
            onSelect={() => onChoose({ id, title })}
            className="flex min-h-8 items-center gap-2 rounded px-2 data-[selected=true]:bg-hover"
          >
            <KindIcon kind={kind} />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {title}
            </span>
            <span className="figures shrink-0 text-xs text-faint">{formatDate(date)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
