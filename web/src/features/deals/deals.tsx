import { ChartNoAxesColumn, Kanban as KanbanIcon, type LucideIcon, Rows3 } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { type Key, t } from '../../i18n/index.ts'
import { RecordScreen } from '../../records/record-screen.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { dealsView } from './deals-view.ts'
import { Kanban } from './kanban.tsx'

const Forecast = lazy(async () => ({ default: (await import('./forecast.tsx')).Forecast }))

type Look = { readonly name: string | undefined; readonly title: Key; readonly icon: LucideIcon }

const looks: readonly Look[] = [
  { name: undefined, title: 'deals.table', icon: Rows3 },
  { name: 'kanban', title: 'deals.kanban', icon: KanbanIcon },
  { name: 'forecast', title: 'deals.forecast', icon: ChartNoAxesColumn },
]

/** It sums all open deals, of everybody or of one person. */
const forecastView = {
  ...dealsView,
  filters: dealsView.filters.filter(({ name }) => name === 'owner_id'),
  linkedFilters: [],
}

/** As a table, by stage, or by what they may bring. */
export function Deals() {
  const [search, setSearch] = useUrl()
  const here = looks.find(({ name }) => name === search.view) ?? looks[0]
  const actions = (
    <div role="group" aria-label={t('deals.view')} className="flex rounded-md border border-line">
      {looks.map((look) => (
        <IconButton
          key={look.title}
          label={t(look.title)}
          aria-pressed={look === here}
          className={cx(look === here && 'bg-selected text-accent')}
          onClick={() => setSearch({ view: look.name })}
        >
          <look.icon aria-hidden size={15} />
        </IconButton>
      ))}
    </div>
  )
  const view = here?.name === 'forecast' ? forecastView : dealsView
  return <RecordScreen view={view} actions={actions} body={bodyOf(here?.name)} />
}

function bodyOf(look: string | undefined) {
  if (look === 'kanban') return <Kanban />
  if (look !== 'forecast') return undefined
  return (
    <Suspense fallback={<SkeletonLines count={10} />}>
      <Forecast />
    </Suspense>
  )
}
