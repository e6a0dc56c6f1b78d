import type { ListConversations, ObjectionType } from '@parley/contract'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useMembers } from '../../api/queries.ts'
import { t, tOr } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { AppliedFilters } from './applied-filters.tsx'
import { outcomes } from './outcomes.ts'
import type { Search } from './search.ts'
import { signalKinds } from './signal-kinds.ts'

export const filterNames = [
  'kind',
  'owner_id',
  'outcome',
  'signal',
  'text',
  'since',
  'until',
  'score_from',
  'score_to',
  'contact_id',
  'company_id',
  'deal_id',
  'counts_for',
  'objection',
  'follow_up_from',
  'follow_up_to',
  'scorecard_id',
  'criterion',
  'weekday',
  'hour',
] as const

const kinds = ['call', 'meeting', 'recording', 'agent_call'] as const
const objectionTypes = [
  'price',
  'timing',
  'need',
  'trust',
  'competition',
  'decision',
  'other',
] as const satisfies readonly ObjectionType[]
const sorts = ['date', 'score'] as const
/** What the figures of reports lead to. */
const countedFigures = [
  'held',
  'pitches',
  'talk_ratio',
  'monologue',
  'patience',
  'question_rate',
  'objections_met',
  'objections_mastered',
  'next_step_rate',
  'next_steps',
  'follow_up_adherence',
] as const satisfies readonly ListConversations['counts_for'][]

/** What the address asks for; words that the API does not know are left out. */
export function queryOf(search: Search) {
  const given = Object.fromEntries(filterNames.map((name) => [name, search[name]]))
  return {
    ...given,
    kind: kinds.find((kind) => kind === search.kind),
    outcome: outcomes.find((outcome) => outcome === search.outcome),
    counts_for: countedFigures.find((figure) => figure === search.counts_for),
    objection: objectionTypes.find((type) => type === search.objection),
    sort: sorts.find((sort) => sort === search.sort),
    order: search.order === 'asc' ? ('asc' as const) : undefined,
  }
}

export function ConversationFilters({ onClear }: { readonly onClear: (() => void) | undefined }) {
  const members = useMembers()
  const people = members.map(({ user_id, name }) => ({ value: user_id, words: name }))
  return (
    <div className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b sm:flex-wrap border-line px-4 py-1.5">
      <WordSearch />
      <Choose name="kind" label={t('field.kind')} options={wordsOf('kind', kinds)} />
      <Choose name="owner_id" label={t('field.rep')} options={people} />
      <Choose name="outcome" label={t('field.outcome')} options={wordsOf('outcome', outcomes)} />
      <Choose name="signal" label={t('field.signal')} options={wordsOf('signal', signalKinds)} />
      <Choose
        name="sort"
        label={t('field.sort')}
        options={[{ value: 'score', words: t('conversations.byScore') }]}
      />
      <AppliedFilters />
      {onClear && (
        <Button look="ghost" size="sm" onClick={onClear}>
          <X aria-hidden size={13} />
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

type Option = { readonly value: string; readonly words: string }

function wordsOf(group: string, values: readonly string[]): Option[] {
  return values.map((value) => ({ value, words: tOr(`${group}.${value}`, value) }))
}

type ChooseProps = {
  readonly name: string
  readonly label: string
  readonly options: readonly Option[]
}

function Choose({ name, label, options }: ChooseProps) {
  const [search, setSearch] = useUrl()
  const value = search[name] ?? ''
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => setSearch({ [name]: event.target.value || undefined })}
      className={cx(
        'h-7 max-w-40 shrink-0 rounded-md border px-1.5 text-xs',
        value ? 'border-accent bg-selected text-accent' : 'border-line bg-page text-muted',
      )}
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </select>
  )
}

/** Of what was said. */
function WordSearch() {
  const [search, setSearch] = useUrl()
  const [text, setText] = useState(search.text ?? '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setSearch({ text: text.trim() || undefined })
      }}
    >
      <input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t('conversations.searchWords')}
        placeholder={t('conversations.searchWords')}
        className="h-7 w-44 rounded-md border border-line bg-page px-2 text-xs"
      />
    </form>
  )
}
