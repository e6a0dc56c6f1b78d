import type { ConversationInFull } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListPlus } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { dayAfter, formatDay, today } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Evidence, Heading } from './evidence.tsx'

type Props = { readonly conversation: ConversationInFull }

/** What it came to, what comes next, and whom it was about. */
export function Summary({ conversation }: Props) {
  const content = conversation.evaluation?.content
  const text = content?.summary.text ?? conversation.summary ?? conversation.notes
  return (
    <div className="flex flex-col gap-5">
      <About conversation={conversation} />
      {text ? (
        <section>
          <Heading>{t('conversation.summary')}</Heading>
          <p className="leading-5.5 whitespace-pre-wrap rtl:text-right" dir="auto">
            {text}
          </p>
        </section>
      ) : (
        <Empty title={t('conversation.noSummary')} text={t('conversation.noSummaryText')} />
      )}
      {content && (
        <section>
          <Heading>{t('conversation.outcomeReason')}</Heading>
          <p className="rtl:text-right" dir="auto">
            {content.outcome.reason}
          </p>
          <Evidence evidence={content.outcome.evidence} />
        </section>
      )}
      <NextSteps conversation={conversation} />
      <Objections conversation={conversation} />
      <Coaching conversation={conversation} />
    </div>
  )
}

function About({ conversation }: Props) {
  const { contact_id, contact_name, company_id, company_name, deal_id, deal_name } = conversation
  const links = [
    { to: '/contacts' as const, id: contact_id, name: contact_name, label: t('field.contact') },
    { to: '/companies' as const, id: company_id, name: company_name, label: t('field.company') },
    { to: '/deals' as const, id: deal_id, name: deal_name, label: t('field.deal') },
  ].filter(({ id }) => id)
  if (links.length === 0) return null
  return (
    <dl className="grid grid-cols-[6rem_1fr] gap-y-1">
      {links.map(({ to, id, name, label }) => (
        <div key={to} className="contents">
          <dt className="text-xs leading-5 text-muted">{label}</dt>
          <dd className="truncate">
            <Link
              to={to}
              search={{ open: id ?? undefined }}
              className="text-accent hover:underline"
            >
              {name ?? '–'}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Item = { readonly text: string; readonly due: string | null; readonly done: boolean }

function itemsOf({ evaluation, action_items: items }: ConversationInFull): Item[] {
  const content = evaluation?.content
  const agreed = [...(content?.next_steps ?? []), ...(content?.action_items ?? [])]
  const all = [
    ...items.map(({ title, deadline_at: at, completed }) => ({
      text: title,
      due: at?.slice(0, 10) ?? null,
      done: completed,
    })),
    ...agreed.map(({ text, due }) => ({ text, due, done: false })),
  ]
  return all.filter(({ text }, index) => all.findIndex((item) => item.text === text) === index)
}

/** What was agreed; each becomes a task with one press. */
function NextSteps({ conversation }: Props) {
  const canWrite = useMay('write')
  const items = itemsOf(conversation)
  const add = useNewTask(conversation)
  const followUp = conversation.evaluation?.follow_up_date
  if (items.length === 0 && !followUp) return null
  return (
    <section>
      <Heading>{t('conversation.nextSteps')}</Heading>
      {followUp && (
        <p className="mb-1 text-muted">
          {t('conversation.followUp', { day: formatDay(followUp) })}
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {items.map((item) => (
          <li
            key={item.text}
            className="flex items-start gap-2 rounded-md border border-line px-2.5 py-1.5"
          >
            <span className="min-w-0 flex-1">
              <span
                dir="auto"
                className={cx('block rtl:text-right', item.done && 'text-muted line-through')}
              >
                {item.text}
              </span>
              {item.due && <span className="block text-xs text-faint">{formatDay(item.due)}</span>}
            </span>
            {canWrite && !item.done && (
              <Button
                look="ghost"
                size="sm"
                disabled={add.isPending}
                onClick={() => add.mutate(item)}
              >
                <ListPlus aria-hidden size={14} />
                {t('conversation.toTask')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const longestTitle = 300

function useNewTask(conversation: ConversationInFull) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ text, due }: Item) =>
      parley.tasks.create({
        title: text.slice(0, longestTitle),
        due_date: due ?? dayAfter(today(), 1),
        task_type: 'follow_up',
        contact_id: conversation.contact_id,
        company_id: conversation.company_id,
        deal_id: conversation.deal_id,
      }),
    onSuccess(task) {
      void cache.invalidateQueries({ queryKey: ['tasks'] })
      tell(t('form.created', { name: task.title }))
    },
    onError: tellFailure,
  })
}

function Objections({ conversation }: Props) {
  const objections = conversation.evaluation?.content?.objections ?? []
  if (objections.length === 0) return null
  return (
    <section>
      <Heading>{t('conversation.objections')}</Heading>
      <ul className="flex flex-col gap-3">
        {objections.map((objection) => (
          <li key={objection.quote}>
            <p className="font-medium">
              {t(`objection.${objection.type}`)}
              <span className={objection.handled ? 'text-good' : 'text-warn'}>
                {' · '}
                {objection.handled ? t('conversation.handled') : t('conversation.notHandled')}
              </span>
            </p>
            {objection.treatment && (
              <p className="text-muted rtl:text-right" dir="auto">
                {objection.treatment}
              </p>
            )}
            <Evidence evidence={objection.evidence} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Coaching({ conversation }: Props) {
  const content = conversation.evaluation?.content
  if (!content || content.strengths.length + content.improvements.length === 0) return null
  return (
    <section className="flex flex-col gap-4">
      {content.strengths.length > 0 && (
        <div>
          <Heading>{t('conversation.strengths')}</Heading>
          <ul className="flex flex-col gap-2">
            {content.strengths.map(({ text, evidence }) => (
              <li key={text} className="rtl:text-right" dir="auto">
                {text}
                <Evidence evidence={evidence} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {content.improvements.length > 0 && (
        <div>
          <Heading>{t('conversation.improvements')}</Heading>
          <ul className="flex flex-col gap-2">
            {content.improvements.map(({ text, better, evidence }) => (
              <li key={text} className="rtl:text-right" dir="auto">
                {text}
                <p className="text-good">{better}</p>
                <Evidence evidence={evidence} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
