import { X } from 'lucide-react'
import { formatDate, formatDay, formatNumber, formatWeekday } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import type { Search } from './search.ts'

type Applied = { readonly words: string; readonly names: readonly string[] }

/** What a link narrows the list by and no menu above it shows; each can be taken away. */
export function AppliedFilters() {
  const [search, setSearch] = useUrl()
  return appliedIn(search).map(({ words, names }) => (
    <button
      key={names.join()}
      type="button"
      title={t('filter.remove', { filter: words })}
      aria-label={t('filter.remove', { filter: words })}
      onClick={() => setSearch(Object.fromEntries(names.map((name) => [name, undefined])))}
      className="flex h-7 shrink-0 items-center gap-1 rounded-md border border-accent bg-selected px-1.5 text-xs text-accent"
    >
      {words}
      <X aria-hidden size={12} />
    </button>
  ))
}

function appliedIn(search: Search): Applied[] {
  const { since, until, counts_for: figure, objection } = search
  const { follow_up_from: dueFrom, follow_up_to: dueTo, score_from: from, score_to: to } = search
  const links = ['contact_id', 'company_id', 'deal_id'].filter((name) => search[name])
  return [
    figure && { words: tOr(`countsFor.${figure}`, figure), names: ['counts_for'] },
    objection && {
      words: t('filter.objection', { type: tOr(`objection.${objection}`, objection) }),
      names: ['objection'],
    },
    search.weekday && { words: nameOfDay(search.weekday), names: ['weekday'] },
    search.hour && { words: t('filter.hour', { hour: search.hour }), names: ['hour'] },
    (search.criterion || search.scorecard_id) && {
      words: t('filter.criterion', { name: (search.criterion ?? '').replaceAll('_', ' ') }),
      names: ['criterion', 'scorecard_id'],
    },
    (since || until) && {
      words: span(dateOf(since), lastDateOf(until)),
      names: ['since', 'until'],
    },
    (dueFrom || dueTo) && {
      words: t('filter.followUp', { span: span(dayOf(dueFrom), dayOf(dueTo)) }),
      names: ['follow_up_from', 'follow_up_to'],
    },
    (from || to) && {
      words: t('filter.score', { span: span(scoreOf(from), scoreOf(to)) }),
      names: ['score_from', 'score_to'],
    },
    links.length > 0 && { words: t('filter.linked'), names: links },
  ].filter((one) => typeof one === 'object')
}

const dayMs = 86_400_000
/** The fifth of January 1970 was a Monday. */
const nameOfDay = (weekday: string) =>
  /^[1-7]$/.test(weekday)
    ? formatWeekday(new Date((Number(weekday) + 3) * dayMs).toISOString())
    : weekday
const span = (from: string, to: string) => (from === to ? from : `${from} – ${to}`)
const isMoment = (text: string | undefined) => !Number.isNaN(Date.parse(text ?? ''))
const dateOf = (moment = '') => (isMoment(moment) ? formatDate(moment) : moment)
/** A range leaves its end out. */
const lastDateOf = (moment = '') =>
  isMoment(moment) ? formatDate(new Date(Date.parse(moment) - 1).toISOString()) : moment
const dayOf = (day = '') => (isMoment(day) ? formatDay(day) : day)
const scoreOf = (score = '') => (score === '' ? '' : formatNumber(Number(score)))
