import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMe } from '../../api/queries.ts'
import { type Key, t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { copy, tellFailure } from '../../ui/toast.ts'

const hiddenAs = 'parley.first-run-hidden'
const keyLifetimeDays = 30

/** The first steps in a new workspace, as far as somebody is to see them. */
export function useFirstRun(): FirstSteps {
  const { scopes } = useMe()
  const [isHidden, setIsHidden] = useState(localStorage.getItem(hiddenAs) === 'yes')
  const isWanted = scopes.includes('admin') && !isHidden
  const { isKnown, done } = useSteps(isWanted)
  const hide = () => {
    localStorage.setItem(hiddenAs, 'yes')
    setIsHidden(true)
  }
  const isOver = !isWanted || !done || Object.values(done).every(Boolean)
  return { isKnown: isKnown || !isWanted, done: isOver ? undefined : done, hide }
}

type FirstSteps = {
  /** False until it is certain whether there is something to show: what stands below waits for it. */
  readonly isKnown: boolean
  /** Undefined when there is nothing to show. */
  readonly done: Steps | undefined
  readonly hide: () => void
}

type Steps = Readonly<Record<'call' | 'fathom' | 'agent' | 'webhook' | 'member', boolean>>

/** Each step ticks itself as soon as it happened. */
export function FirstRun({ done, hide }: { readonly done: Steps; readonly hide: () => void }) {
  return (
    <Card
      title={t('firstRun.title')}
      actions={
        <Button look="ghost" size="sm" onClick={hide}>
          {t('firstRun.hide')}
        </Button>
      }
      flush
    >
      <ol>
        <Step done={done.call} title="firstRun.call" text="firstRun.callText">
          <SampleCall />
        </Step>
        <Step done={done.fathom} title="firstRun.fathom" text="firstRun.fathomText">
          <Link to="/integrations/fathom" className={buttonClass('default', 'sm')}>
            {t('firstRun.fathomAction')}
          </Link>
        </Step>
        <Step done={done.agent} title="firstRun.agent" text="firstRun.agentText">
          <Link to="/agents" search={{ open: 'new' }} className={buttonClass('default', 'sm')}>
            {t('firstRun.agentAction')}
          </Link>
        </Step>
        <Step done={done.webhook} title="firstRun.webhook" text="firstRun.webhookText">
          <Link
            to="/developers/webhooks"
            search={{ open: 'new' }}
            className={buttonClass('default', 'sm')}
          >
            {t('firstRun.webhookAction')}
          </Link>
        </Step>
        <Step done={done.member} title="firstRun.member" text="firstRun.memberText">
          <Link
            to="/settings/members"
            search={{ open: 'new' }}
            className={buttonClass('default', 'sm')}
          >
            {t('firstRun.memberAction')}
          </Link>
        </Step>
      </ol>
    </Card>
  )
}

/** Asked again when an event says that one of these happened. */
function useSteps(isWanted: boolean) {
  const { workspace } = useMe()
  const calls = useQuery({
    queryKey: ['conversations', 'any-call', workspace.id],
    enabled: isWanted,
    queryFn: async () =>
      (await parley.calls.list({ limit: 1, source: 'call_capture' })).data.length > 0,
  })
  const fathom = useQuery({
    queryKey: ['fathom'],
    enabled: isWanted,
    queryFn: () => parley.fathom.get(),
  })
  const agents = useQuery({
    queryKey: ['voice-agents', 'any'],
    enabled: isWanted,
    queryFn: async () => (await parley.voiceAgents.list({ take: 1 })).total > 0,
  })
  const webhooks = useQuery({
    queryKey: ['webhooks', 'any'],
    enabled: isWanted,
    queryFn: async () => (await parley.webhooks.list({ limit: 1 })).data.length > 0,
  })
  const members = useQuery({
    queryKey: ['members', 'more'],
    enabled: isWanted,
    queryFn: async () => (await parley.members.list({ limit: 2 })).data.length > 1,
  })
  const asked = [calls, fathom, agents, webhooks, members]
  // Nobody waits for one that fails.
  const isKnown = asked.every((one) => one.isSuccess || one.failureCount > 0)
  return { isKnown, done: asked.every(({ isSuccess }) => isSuccess) ? toSteps() : undefined }

  function toSteps(): Steps {
    return {
      call: calls.data === true,
      fathom: fathom.data?.connected === true,
      agent: agents.data === true,
      webhook: webhooks.data === true,
      member: members.data === true,
    }
  }
}

type StepProps = {
  readonly done: boolean
  readonly title: Key
  readonly text: Key
  readonly children: ReactNode
}

function Step({ done, title, text, children }: StepProps) {
  const Icon = done ? CircleCheck : CircleDashed
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <Icon
        aria-hidden
        size={18}
        className={cx('mt-0.5 shrink-0', done ? 'text-good' : 'text-faint')}
      />
      <div className="min-w-0 flex-1">
        <p className={cx('font-medium', done && 'text-muted line-through')}>
          {t(title)}
          {done && <span className="sr-only">{` (${t('firstRun.done')})`}</span>}
        </p>
        {!done && (
          <>
            <p className="mb-2 text-muted">{t(text)}</p>
            {children}
          </>
        )}
      </div>
    </li>
  )
}

/** A command that works as it stands: with this server's address and a key made for it. */
function SampleCall() {
  const make = useMutation({
    mutationFn: () =>
      parley.apiKeys.create({
        name: t('firstRun.keyName'),
        permissions: ['write'],
        expires_in_days: keyLifetimeDays,
      }),
    onError: tellFailure,
  })
  const { workspace } = useMe()
  const [now] = useState(() => new Date().toISOString())
  if (!make.data) {
    return (
      <Button size="sm" disabled={make.isPending} onClick={() => make.mutate()}>
        {t('firstRun.callAction')}
      </Button>
    )
  }
  const body = {
    company_id: workspace.id,
    caller_number: '+12025550143',
    recipient_number: '+12025550101',
    call_date: now,
    duration_seconds: 182,
    outcome: 'follow_up',
    notes: 'Asked for a quote by Friday.',
  }
  const command = [
    `curl -X POST ${location.origin}/functions/v1/webhook-call-capture`,
    `-H 'X-API-Key: ${make.data.api_key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' \\\n  ')
  return (
    <div className="relative">
      <pre
        dir="ltr"
        className="overflow-x-auto rounded-md bg-hover p-3 pe-10 font-mono text-xs"
        tabIndex={0}
      >
        {command}
      </pre>
      <div className="absolute end-1.5 top-1.5">
        <IconButton label={t('action.copy')} onClick={() => void copy(command)}>
          <Copy aria-hidden size={14} />
        </IconButton>
      </div>
      <p className="mt-1 text-xs text-faint">{t('firstRun.keyNote', { days: keyLifetimeDays })}</p>
    </div>
  )
}
