import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { parley } from '../../api/client.ts'
import { useMe } from '../../api/queries.ts'
import { today } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { ConversationLine } from '../../records/conversation-line.tsx'
import { TaskLines, useTasks } from '../../records/task-lines.tsx'
import { Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { cx } from '../../ui/cx.ts'
import { FirstRun, useFirstRun } from './first-run.tsx'

const recentAtMost = 8

/** What a person looks at first in the morning. */
export function Home() {
  const { user } = useMe()
  const { isKnown, done, hide } = useFirstRun()
  return (
    <Page title={t('home.title', { name: user.name.split(' ')[0] ?? user.name })} wide>
      {done && <FirstRun done={done} hide={hide} />}
      {/* Fetched meanwhile, and shown once nothing will push it down. */}
      <div
        className={cx('grid grid-cols-1 items-start gap-4 lg:grid-cols-2', !isKnown && 'invisible')}
      >
        <MyTasks />
        <RecentConversations />
      </div>
    </Page>
  )
}

function MyTasks() {
  const { user } = useMe()
  const navigate = useNavigate()
  const tasks = useTasks({
    assignee_id: user.id,
    due_date_to: today(),
    'status[in]': 'pending,in_progress',
  })
  return (
    <Card title={t('home.tasks')} actions={<More to="/tasks" />} flush>
      <TaskLines
        tasks={tasks}
        empty={t('home.tasksEmpty')}
        onOpen={(id) => void navigate({ to: '/tasks', search: { open: id } })}
      />
    </Card>
  )
}

function RecentConversations() {
  const recent = useQuery({
    queryKey: ['conversations', 'recent'],
    // Meetings that are still to come are none that was held.
    queryFn: () =>
      parley.conversations.list({
        limit: recentAtMost,
        count: 'none',
        until: new Date().toISOString(),
      }),
  })
  return (
    <Card title={t('home.conversations')} actions={<More to="/conversations" />} flush>
      {recent.isPending && <SkeletonLines count={8} />}
      {recent.isError && <Failure error={recent.error} retry={() => void recent.refetch()} />}
      {recent.data?.data.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('empty.conversations')}</p>
      )}
      <ul>
        {recent.data?.data.map((conversation) => (
          <ConversationLine key={conversation.id} conversation={conversation} />
        ))}
      </ul>
    </Card>
  )
}

function More({ to }: { readonly to: '/tasks' | '/conversations' }) {
  return (
    <Link to={to} className={buttonClass('ghost', 'sm')}>
      {t('action.showAll')}
    </Link>
  )
}
