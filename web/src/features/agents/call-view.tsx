import { Link } from '@tanstack/react-router'
import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { refusalText } from '../../i18n/refusal.ts'
import { Badge } from '../../ui/bits.tsx'
import { buttonClass, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Input } from '../../ui/field.tsx'
import type { Line } from './call-lines.ts'
import type { Call } from './use-call.ts'

/** Slower answers are felt as a pause. */
const slowMs = 1_500

export function Latency({ ms }: { readonly ms: number }) {
  return (
    <Badge tone={ms > slowMs ? 'warn' : 'good'} className="figures">
      {t('talk.ms', { count: formatNumber(ms) })}
    </Badge>
  )
}

type LinesProps = {
  readonly lines: readonly Line[]
  readonly empty: string
  /** It thinks or speaks, and its words are still to come. */
  readonly isAnswering: boolean
}

const looks = {
  user: 'bg-selected',
  agent: 'border border-line bg-raised',
  whisper: 'border border-dashed border-line-strong text-muted',
} as const

/** What is said, as it is said; the newest line stays in view. */
export function CallLines({ lines, empty, isAnswering }: LinesProps) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // It answers a promise in newer browsers, which is no clean-up.
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [lines, isAnswering])
  return (
    <div
      className="min-h-0 flex-1 overflow-y-auto p-4"
      role="log"
      aria-label={t('conversation.transcript')}
      tabIndex={0}
    >
      {lines.length === 0 && <p className="text-muted">{empty}</p>}
      <ol className="flex flex-col gap-2.5">
        {lines.map((line) => (
          <li
            key={line.id}
            className={cx(
              'flex max-w-[85%] flex-col',
              line.role === 'user' ? 'items-end self-end' : 'items-start',
            )}
          >
            {line.role === 'whisper' && (
              <span aria-hidden className="text-2xs text-faint">
                {t('talk.whisper')}
              </span>
            )}
            <span
              className={cx(
                'rounded-xl px-3 py-1.5 leading-5.5',
                looks[line.role],
                !line.isFinal && 'text-muted italic',
              )}
            >
              <span className="sr-only">{t(`talk.${line.role}`)}: </span>
              <span dir="auto" className="block">
                {line.text}
              </span>
            </span>
            {line.latencyMs !== undefined && (
              <span className="mt-0.5">
                <Latency ms={line.latencyMs} />
              </span>
            )}
          </li>
        ))}
      </ol>
      {isAnswering && (
        <p aria-hidden className="mt-2.5 w-16 rounded-xl border border-line bg-raised px-3 py-2.5">
          <span className="skeleton block h-2" />
        </p>
      )}
      <div ref={end} />
    </div>
  )
}

export function isAnswering({ phase, agentState }: Call): boolean {
  return phase === 'live' && (agentState === 'thinking' || agentState === 'speaking')
}

/** Writes to the agent, in a call or a chat. */
export function WriteLine({ call }: { readonly call: Call }) {
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) call.write(text.trim())
    setText('')
  }
  return (
    <form onSubmit={send} className="flex shrink-0 items-center gap-2 border-t border-line p-3">
      <Input
        dir="auto"
        maxLength={4_000}
        disabled={call.phase !== 'live'}
        aria-label={t('talk.write')}
        placeholder={t('talk.write')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <IconButton type="submit" label={t('talk.send')} disabled={call.phase !== 'live'}>
        <SendHorizontal aria-hidden size={15} className="rtl:rotate-180" />
      </IconButton>
    </form>
  )
}

/** What became of the call, and the way to its record. */
export function CallEnding({ call }: { readonly call: Call }) {
  const { phase, problem, reason, callId } = call
  if (phase !== 'ended') return null
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2.5">
      <p role={problem ? 'alert' : 'status'} className={problem ? 'text-bad' : 'text-muted'}>
        {problem ? problemText(problem) : t('talk.over', { reason: reasonText(reason) })}
      </p>
      {callId && (
        <Link
          to="/agents/calls/$id"
          params={{ id: callId }}
          className={buttonClass('default', 'sm', 'ms-auto')}
        >
          {t('talk.open')}
        </Link>
      )}
    </div>
  )
}

export function reasonText(reason: string | null | undefined): string {
  return reason ? tOr(`endReason.${reason}`, reason.replaceAll('_', ' ')) : t('endReason.hangup')
}

/** Browsers name what was wrong with the microphone; the server says codes. */
function problemText(problem: unknown): string {
  const { name, code } = problem as { name?: string; code?: string }
  if (name === 'NotAllowedError') return t('talk.noPermission')
  if (name === 'NotFoundError' || name === 'NotReadableError') return t('talk.noMicrophone')
  const isOfCall = problem instanceof Error && !('status' in problem) && typeof code === 'string'
  return isOfCall ? tOr(`refusal.${code}`, problem.message) : refusalText(problem)
}
