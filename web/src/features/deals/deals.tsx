import { Kanban as KanbanIcon, Rows3 } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { RecordScreen } from '../../records/record-screen.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { dealsView } from './deals-view.ts'
import { Kanban } from './kanban.tsx'

/** As a table, or by stage. */
export function Deals() {
  const [search, setSearch] = useUrl()
  const isKanban = search.view === 'kanban'
  const actions = (
    <div role="group" aria-label={t('deals.view')} className="flex rounded-md border border-line">
      <IconButton
        label={t('deals.table')}
        aria-pressed={!isKanban}
        className={cx(!isKanban && 'bg-selected text-accent')}
        onClick={() => setSearch({ view: undefined })}
      >
        <Rows3 aria-hidden size={15} />
      </IconButton>
      <IconButton
        label={t('deals.kanban')}
        aria-pressed={isKanban}
        className={cx(isKanban && 'bg-selected text-accent')}
        onClick={() => setSearch({ view: 'kanban' })}
      >
        <KanbanIcon aria-hidden size={15} />
      </IconButton>
    </div>
  )
  return (
    <RecordScreen view={dealsView} actions={actions} body={isKanban ? <Kanban /> : undefined} />
  )
}
