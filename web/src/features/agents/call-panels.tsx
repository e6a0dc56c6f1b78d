import type { CallConversation } from '@parley/contract'
import { Link } from '@tanstack/react-router'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import {
  formatDollars,
  formatLength,
  formatMoment,
  formatNumber,
  formatTime,
} from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge } from '../../ui/bits.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { countNames, figureOf, foundOut, stageFiguresOf, talkNames } from './call-facts.ts'
import { reasonText } from './call-view.tsx'

type CallProps = { readonly call: CallConversation }

const tabs = ['outcome', 'figures', 'events'] as const
type Tab = (typeof tabs)[number]

/** Beside what was said: what came of it, how it went, and everything that happened. */
export function CallPanels({ call }: CallProps) {
  const [search, setSearch] = useUrl()
  const tab = tabs.find((name) => name === search.tab) ?? 'outcome'
  const panels: Readonly<Record<Tab, ReactNode>> = {
    outcome: <Outcome call={call} />,
    figures: <Figures call={call} />,
    events: <Events call={call} />,
  }
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => setSearch({ tab: value === 'outcome' ? undefined : value })}
      className="flex w-full shrink-0 flex-col border-t border-line lg:min-h-0 lg:w-[26rem] lg:border-s lg:border-t-0"
    >
      <Tabs.List
        aria-label={t('conversation.panels')}
        className="flex h-10 shrink-0 gap-1 overflow-x-auto border-b border-line px-2"
      >
        {tabs.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="inline-flex items-center gap-1.5 border-b-2 border-transparent px-2 text-muted data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {t(`callPanel.${name}`)}
            {name === 'events' && call.logs.length > 0 && <Badge>{call.logs.length}</Badge>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content
        value={tab}
        tabIndex={-1}
        className="min-h-0 flex-1 p-4 outline-none lg:overflow-y-auto"
      >
        {panels[tab]}
      </Tabs.Content>
    </Tabs.Root>
  )
}

type Row = readonly [label: string, value: ReactNode]

function Rows({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  if (rows.length === 0) return null
  return (
    <section className="mb-5 last:mb-0">
      <h3 className="mb-1.5 text-xs font-medium text-muted">{title}</h3>
      <dl className="figures flex flex-col gap-1.5">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4">
            <dt className="min-w-0 break-words text-muted">{label}</dt>
            <dd className="min-w-0 text-end break-words" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no')
  if (typeof value === 'number') return formatNumber(value, 2)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function Outcome({ call }: CallProps) {
  const found = foundOut(call)
  const { summary } = call.jobResponse
  return (
    <>
      {summary && (
        <section className="mb-5">
          <h3 className="mb-1.5 text-xs font-medium text-muted">{t('conversation.summary')}</h3>
          <p dir="auto">{summary}</p>
        </section>
      )}
      {found.length === 0 && <p className="mb-5 text-muted">{t('agentCalls.noOutcome')}</p>}
      <Rows
        title={t('agentCalls.foundOut')}
        rows={found.map(([name, value]) => [name, valueText(value)])}
      />
      <Rows
        title={t('agentCalls.params')}
        rows={Object.entries(call.params).map(([name, value]) => [name, valueText(value)])}
      />
      <Rows title={t('agentCalls.about')} rows={aboutOf(call)} />
    </>
  )
}

function aboutOf(call: CallConversation): Row[] {
  const { userNumber, machineNumber } = call.callParams
  const rows: (Row | false | null)[] = [
    call.voiceAgentId !== null && [
      t('agentCalls.agent'),
      <Link
        key="agent"
        to="/agents/$id"
        params={{ id: call.voiceAgentId }}
        className="text-accent hover:underline"
      >
        {call.agentName}
      </Link>,
    ],
    [t('agentCalls.direction'), t(`callDirection.${call.direction}`)],
    userNumber !== null && [t('agentCalls.userNumber'), <bdi key="user">{userNumber}</bdi>],
    machineNumber !== null && [t('agentCalls.agentNumber'), <bdi key="agent">{machineNumber}</bdi>],
    [t('agentCalls.started'), formatMoment(call.startedAt)],
    call.answeredAt !== null && [t('agentCalls.answered'), formatMoment(call.answeredAt)],
    call.endedAt !== null && [t('agentCalls.ended'), formatMoment(call.endedAt)],
    call.endReason !== null && [t('agentCalls.reason'), reasonText(call.endReason)],
  ]
  return rows.filter((row) => row !== false && row !== null)
}

function Figures({ call }: CallProps) {
  const stages = stageFiguresOf(call)
  const counts = countNames.flatMap((name): Row[] => {
    const value = figureOf(call, name)
    return value === undefined ? [] : [[t(`callFigure.${name}`), formatNumber(value)]]
  })
  const talk = talkNames.flatMap((name): Row[] => {
    const value = figureOf(call, name)
    return value === undefined ? [] : [[t(`callFigure.${name}`), formatLength(value)]]
  })
  return (
    <>
      {stages.length > 0 && (
        <section className="mb-5">
          <h3 className="mb-1.5 text-xs font-medium text-muted">{t('agentCalls.latency')}</h3>
          <table className="w-full text-end">
            <thead className="text-xs text-faint">
              <tr>
                <th scope="col" className="py-1 text-start font-normal">
                  {t('agentCalls.stage')}
                </th>
                <th scope="col" className="font-normal">
                  {t('agentCalls.median')}
                </th>
                <th scope="col" className="font-normal">
                  {t('agentCalls.p95')}
                </th>
                <th scope="col" className="font-normal">
                  {t('agentCalls.slowest')}
                </th>
              </tr>
            </thead>
            <tbody>
              {stages.map(({ stage, p50, p95, maximum }) => (
                <tr key={stage} className="border-t border-line">
                  <th scope="row" className="py-1 text-start font-normal text-muted">
                    {t(`callStage.${stage}`)}
                  </th>
                  <td>{formatNumber(p50)}</td>
                  <td>{formatNumber(p95)}</td>
                  <td>{formatNumber(maximum)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="mt-1 text-xs text-faint">{t('agentCalls.latencyHint')}</p>
        </section>
      )}
      <Rows title={t('agentCalls.talk')} rows={[...counts, ...talk]} />
      <Rows title={t('agentCalls.cost')} rows={costOf(call)} />
    </>
  )
}

function costOf(call: CallConversation): Row[] {
  const heard = figureOf(call, 'heardSeconds')
  const spoken = figureOf(call, 'spokenCharacters')
  const rows: (Row | false)[] = [
    [
      t('agentCalls.totalCost'),
      call.totalCost === null ? t('agentCalls.costUnknown') : formatDollars(call.totalCost),
    ],
    call.model !== null && [t('agents.model'), <bdi key="model">{call.model}</bdi>],
    call.tokens !== null && [t('agentCalls.tokens'), formatNumber(call.tokens)],
    heard !== undefined && [t('agentCalls.heard'), formatLength(heard)],
    spoken !== undefined && [t('agentCalls.spoken'), formatNumber(spoken)],
  ]
  return rows.filter((row) => row !== false)
}

/** Everything that happened, in order. */
function Events({ call }: CallProps) {
  if (call.logs.length === 0) return <p className="text-muted">{t('agentCalls.noEvents')}</p>
  return (
    <ol className="flex flex-col gap-2.5">
      {call.logs.map(({ id, timestamp, category, message, payload }) => (
        <li key={id}>
          <p className="flex flex-wrap items-center gap-2">
            <Badge className="font-mono">{category}</Badge>
            <span className="min-w-0 flex-1" dir="auto">
              {message}
            </span>
            <time className="figures text-xs text-faint" dateTime={timestamp}>
              {formatTime(timestamp)}
            </time>
          </p>
          {hasFacts(payload) && (
            <details className="mt-1">
              <summary className="text-xs text-muted">{t('agentCalls.details')}</summary>
              <CodeView
                label={t('agentCalls.details')}
                text={JSON.stringify(payload, null, 2)}
                className="mt-1 max-h-64"
              />
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}

function hasFacts(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.keys(payload).length > 0
}
