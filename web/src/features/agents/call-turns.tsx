import type { CallConversation } from '@parley/contract'
import { Wrench } from 'lucide-react'
import { formatClock, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { segmentAt, useMoment, usePlayback } from '../../playback/playback.ts'
import { Badge } from '../../ui/bits.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/states.tsx'
import { Latency } from './call-view.tsx'
import { latencyOf, type Turn, type ToolUse, toolUsesOf } from './call-facts.ts'

type Entry = { readonly atMs: number } & (
  | { readonly turn: Turn; readonly use?: never }
  | { readonly use: ToolUse; readonly turn?: never }
)

/** What was said and which tools were used, in order; it follows the sound, and the sound follows it. */
export function CallTurns({ call }: { readonly call: CallConversation }) {
  const turns: Entry[] = call.turns.map((turn) => ({ turn, atMs: turn.startMs }))
  const uses: Entry[] = toolUsesOf(call).map((use) => ({ use, atMs: use.atMs }))
  const entries = [...turns, ...uses].sort((one, other) => one.atMs - other.atMs)
  const starts = call.turns.map(({ startMs }) => startMs)
  const current = useMoment((ms) => segmentAt(starts, ms))
  const playing = call.recordingId ? call.turns[current]?.id : undefined
  return (
    <section className="flex min-h-96 flex-1 flex-col rounded-lg border border-line bg-raised lg:min-h-0">
      <header className="flex min-h-10 items-center border-b border-line px-4">
        <h2 className="text-sm font-semibold">{t('conversation.transcript')}</h2>
      </header>
      <div
        className="min-h-0 flex-1 overflow-y-auto"
        tabIndex={0}
        role="region"
        aria-label={t('conversation.transcript')}
      >
        {entries.length === 0 && (
          <Empty title={t('agentCalls.nothingSaid')} text={t('agentCalls.nothingSaidText')} />
        )}
        <ol className="py-1">
          {entries.map(({ turn, use }) => (
            <li key={turn?.id ?? use?.id}>
              {turn && <TurnLine turn={turn} isCurrent={turn.id === playing} />}
              {use && <UseLine use={use} />}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

function TurnLine({ turn, isCurrent }: { readonly turn: Turn; readonly isCurrent: boolean }) {
  const playback = usePlayback()
  const { speaker, text, startMs, isInterrupted } = turn
  const latency = latencyOf(turn)
  return (
    <div
      aria-current={isCurrent || undefined}
      className={cx(
        'flex gap-3 border-s-2 px-3 py-1.5',
        isCurrent ? 'border-accent bg-selected' : 'border-transparent',
      )}
    >
      <button
        type="button"
        aria-label={t('conversation.jumpTo', { time: formatClock(startMs) })}
        className="figures mt-px h-5 w-12 shrink-0 rounded text-end text-xs text-faint hover:text-accent"
        onClick={() => playback.seek(startMs)}
      >
        {formatClock(startMs)}
      </button>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span
            className={cx(
              'text-xs font-semibold',
              speaker === 'agent' ? 'text-voice-1' : 'text-voice-2',
            )}
          >
            {t(`talk.${speaker}`)}
          </span>
          {latency !== undefined && <Latency ms={latency} />}
          {isInterrupted && <Badge tone="warn">{t('agentCalls.interrupted')}</Badge>}
        </p>
        <p className="leading-5.5" dir="auto">
          {text}
        </p>
      </div>
    </div>
  )
}

function UseLine({ use }: { readonly use: ToolUse }) {
  return (
    <details className="ms-15 me-3 my-1 rounded-md border border-line">
      <summary className="flex flex-wrap items-center gap-2 px-2.5 py-1.5 text-xs">
        <Wrench aria-hidden size={13} className="text-faint" />
        <code dir="ltr">{use.name}</code>
        <Badge tone={use.succeeded ? 'good' : 'bad'}>
          {use.succeeded ? t('agentCalls.toolDone') : t('agentCalls.toolFailed')}
        </Badge>
        {use.durationMs !== undefined && (
          <span className="figures text-faint">
            {t('talk.ms', { count: formatNumber(use.durationMs) })}
          </span>
        )}
      </summary>
      <CodeView
        label={use.name}
        text={JSON.stringify(use.result, null, 2) ?? ''}
        className="max-h-64 rounded-t-none"
      />
    </details>
  )
}
