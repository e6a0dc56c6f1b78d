import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { ChevronDown, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { parley } from '../api/client.ts'
import { t } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { Popover } from '../ui/popover.tsx'
import { Refused } from '../ui/states.tsx'

const foundAtMost = 8

type Kind = 'company' | 'contact' | 'deal'
type Found = { readonly id: string; readonly name: string }

const search: Readonly<Record<Kind, (text: string) => Promise<Found[]>>> = {
  company: async (text) => (await parley.companies.list(queryOf(text))).data,
  contact: async (text) =>
    (await parley.contacts.list(queryOf(text))).data.map(({ id, full_name: name }) => ({
      id,
      name,
    })),
  deal: async (text) =>
    (await parley.deals.list(queryOf(text))).data.map(({ id, title: name }) => ({ id, name })),
}

function queryOf(text: string) {
  return { limit: foundAtMost, count: 'none', ...(text && { search: text }) } as const
}

type PickerProps = {
  readonly kind: Kind
  readonly words: string
  readonly isChosen: boolean
  readonly onChoose: (id: string | null, words?: string) => void
  readonly ids?: object | undefined
}

/** Chooses another record by typing some of its name. */
export function RecordPicker({ kind, words, isChosen, onChoose, ids }: PickerProps) {
  const [open, setOpen] = useState(false)
  const choose = (id: string | null, name: string) => {
    onChoose(id, name)
    setOpen(false)
  }
  const trigger = (
    <button type="button" className="field flex items-center gap-2 text-start" {...ids}>
      <span className={isChosen ? 'flex-1 truncate' : 'flex-1 text-faint'}>
        {isChosen ? words : t('value.choose')}
      </span>
      <ChevronDown aria-hidden size={14} className="text-faint" />
    </button>
  )
  return (
    <Popover open={open} onOpenChange={setOpen} trigger={trigger} label={t('value.choose')}>
      <Choices kind={kind} isChosen={isChosen} choose={choose} />
    </Popover>
  )
}

type ChoicesProps = {
  readonly kind: Kind
  readonly isChosen: boolean
  readonly choose: (id: string | null, name: string) => void
}

function Choices({ kind, isChosen, choose }: ChoicesProps) {
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const { data, error } = useQuery({
    queryKey: ['pick', kind, wanted],
    queryFn: () => search[kind](wanted),
    placeholderData: keepPreviousData,
  })
  const row = 'flex min-h-8 items-center gap-2 rounded px-2 data-[selected=true]:bg-hover'
  return (
    <Command shouldFilter={false} label={t('value.choose')} className="p-1">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('shell.search')}
        className="h-8 w-full border-b border-line bg-transparent px-2 outline-none"
      />
      <Command.List className="max-h-64 overflow-y-auto pt-1" label={t('value.choose')}>
        <Refused error={error} />
        {!data && !error && <SkeletonLines count={3} />}
        {data?.length === 0 && <p className="px-2 py-3 text-muted">{t('state.nothingFound')}</p>}
        {isChosen && (
          <Command.Item value="none" onSelect={() => choose(null, '')} className={row}>
            <X aria-hidden size={14} /> {t('value.none')}
          </Command.Item>
        )}
        {data?.map(({ id, name }) => (
          <Command.Item key={id} value={id} onSelect={() => choose(id, name)} className={row}>
            <span className="truncate" dir="auto">
              {name}
            </span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
