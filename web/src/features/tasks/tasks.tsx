import { ListChecks, Rows3 } from 'lucide-react'
import { useMe } from '../../api/queries.ts'
import { dayAfter, today } from '../../i18n/format.ts'
import { type Key, t } from '../../i18n/index.ts'
import { RecordScreen } from '../../records/record-screen.tsx'
import { TaskLines, useTasks } from '../../records/task-lines.tsx'
import { tasksView } from '../../records/tasks-view.ts'
import { useUrl } from '../../shell/use-url.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'

const open = 'pending,in_progress'

/** What is late, what is for today and what comes; or all of them as a table. */
export function Tasks() {
  const [search, setSearch] = useUrl()
  const isTable = search.view === 'table'
  const actions = (
    <div role="group" aria-label={t('deals.view')} className="flex rounded-md border border-line">
      <IconButton
        label={t('tasks.byDay')}
        aria-pressed={!isTable}
        className={cx(!isTable && 'bg-selected text-accent')}
        onClick={() => setSearch({ view: undefined })}
      >
        <ListChecks aria-hidden size={15} />
      </IconButton>
      <IconButton
        label={t('deals.table')}
        aria-pressed={isTable}
        className={cx(isTable && 'bg-selected text-accent')}
        onClick={() => setSearch({ view: 'table' })}
      >
        <Rows3 aria-hidden size={15} />
      </IconButton>
    </div>
  )
  return <RecordScreen view={tasksView} actions={actions} body={isTable ? undefined : <ByDay />} />
}

function ByDay() {
  const { user } = useMe()
  const [search] = useUrl()
  const day = today()
  // Without a choice, one's own.
  const common = {
    assignee_id: search.assignee_id ?? user.id,
    ...(search.priority && { priority: search.priority }),
    ...(search.task_type && { task_type: search.task_type }),
    ...(search.q && { search: search.q }),
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" data-scroller>
      <Group
        title="tasks.overdue"
        empty="tasks.overdueEmpty"
        query={{ ...common, due_date_to: dayAfter(day, -1), 'status[in]': open }}
      />
      <Group
        title="tasks.today"
        empty="tasks.todayEmpty"
        query={{ ...common, due_date_from: day, due_date_to: day, 'status[in]': open }}
      />
      <Group
        title="tasks.upcoming"
        empty="tasks.upcomingEmpty"
        query={{ ...common, due_date_from: dayAfter(day, 1), 'status[in]': open }}
      />
    </div>
  )
}

type GroupProps = {
  readonly title: Key
  readonly empty: Key
  readonly query: Readonly<Record<string, string>>
}

function Group({ title, empty, query }: GroupProps) {
  const tasks = useTasks(query)
  const [search, setSearch] = useUrl()
  return (
    <section aria-label={t(title)}>
      <h2 className="sticky top-0 z-10 flex h-9 items-center gap-2 border-b border-line bg-surface px-4 text-xs font-semibold">
        {t(title)}
        <span className="figures font-normal text-muted">{tasks.data?.pagination.total}</span>
      </h2>
      <TaskLines
        tasks={tasks}
        empty={t(empty)}
        openId={search.open}
        onOpen={(id) => setSearch({ open: id })}
      />
    </section>
  )
}
