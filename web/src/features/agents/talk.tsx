import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Mic, MicOff, Phone, PhoneOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatClock, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { AgentPage } from './agent-page.tsx'
import { CallEnding, CallLines, isAnswering, WriteLine } from './call-view.tsx'
import { Levels } from './levels.tsx'
import { type Call, useCall } from './use-call.ts'

/** A call with the agent, from this page. */
export function TalkScreen() {
  return <AgentPage>{(agent) => <Talk key={agent.id} agent={agent} />}</AgentPage>
}

function Talk({ agent }: { readonly agent: VoiceAgent }) {
  const call = useCall()
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4 lg:flex-row lg:overflow-hidden">
      <div className="flex w-full shrink-0 flex-col gap-4 lg:w-80 lg:overflow-y-auto">
        <Controls agent={agent} call={call} />
        <Figures call={call} />
      </div>
      <section className="flex min-h-96 min-w-0 flex-1 flex-col rounded-lg border border-line bg-raised">
        <header className="flex min-h-10 items-center border-b border-line px-4">
          <h2 className="text-sm font-semibold">{t('conversation.transcript')}</h2>
        </header>
        <CallLines
          lines={call.talk.lines}
          empty={t('talk.nothingYet')}
          isAnswering={isAnswering(call)}
        />
        <CallEnding call={call} />
        <WriteLine call={call} />
      </section>
    </div>
  )
}

type ControlsProps = { readonly agent: VoiceAgent; readonly call: Call }

function Controls({ agent, call }: ControlsProps) {
  const mayCall = useMay('write')
  const [environment, setEnvironment] = useState<'draft' | 'live'>('draft')
  const [params, setParams] = useState<Readonly<Record<string, string>>>({})
  const isOn = call.phase === 'live' || call.phase === 'connecting'
  const begin = () => void call.start({ agentId: agent.id, environment, params, isChat: false })
  return (
    <Card>
      <div className="flex flex-col items-center gap-4">
        <Levels levels={call.levels} isLive={call.phase === 'live'} />
        <p aria-live="polite" className="text-center font-medium">
          {stateText(call)}
        </p>
        <div className="flex items-center gap-2">
          {isOn ? (
            <>
              <Button
                aria-pressed={call.isMuted}
                disabled={call.phase !== 'live'}
                onClick={() => call.mute(!call.isMuted)}
              >
                {call.isMuted ? <MicOff aria-hidden size={14} /> : <Mic aria-hidden size={14} />}
                {call.isMuted ? t('talk.unmute') : t('talk.mute')}
              </Button>
              <Button look="danger" onClick={call.hangUp}>
                <PhoneOff aria-hidden size={14} />
                {t('talk.hangUp')}
              </Button>
            </>
          ) : (
            <Button look="primary" disabled={!mayCall} onClick={begin}>
              <Phone aria-hidden size={14} />
              {call.phase === 'ended' ? t('talk.again') : t('talk.start')}
            </Button>
          )}
        </div>
        {!isOn && (
          <div className="flex w-full flex-col gap-3 border-t border-line pt-3">
            <Field label={t('talk.version')}>
              {(ids) => (
                <Select
                  {...ids}
                  value={environment}
                  onChange={({ target }) =>
                    setEnvironment(target.value === 'live' ? 'live' : 'draft')
                  }
                >
                  <option value="draft">{t('talk.draft', { version: agent.version })}</option>
                  <option value="live">{t('talk.live', { version: agent.liveVersion })}</option>
                </Select>
              )}
            </Field>
            <Variables
              agent={agent}
              environment={environment}
              params={params}
              onChange={setParams}
            />
            <p className="text-xs text-faint">{t('talk.hint')}</p>
          </div>
        )}
      </div>
    </Card>
  )
}

function stateText({ phase, agentState, isReconnecting }: Call): string {
  if (isReconnecting && phase === 'live') return t('talk.reconnecting')
  if (phase === 'live') return t(`talkState.${agentState}`)
  return t(`talkPhase.${phase}`)
}

type VariablesProps = {
  readonly agent: VoiceAgent
  readonly environment: 'draft' | 'live'
  readonly params: Readonly<Record<string, string>>
  readonly onChange: (params: Readonly<Record<string, string>>) => void
}

/** Names in the texts that have no value of their own. */
function Variables({ agent, environment, params, onChange }: VariablesProps) {
  const preview = useQuery({
    queryKey: ['voice-agents', 'preview', agent.id, agent.version, environment],
    queryFn: () => parley.voiceAgents.preview(agent.id, { environment }),
  })
  return (preview.data?.missing ?? []).map((name) => (
    <Field key={name} label={name}>
      {(ids) => (
        <Input
          {...ids}
          dir="auto"
          value={params[name] ?? ''}
          onChange={({ target }) => onChange({ ...params, [name]: target.value })}
        />
      )}
    </Field>
  ))
}

function Figures({ call }: { readonly call: Call }) {
  const ms = (value: number | undefined) =>
    value === undefined ? '–' : t('talk.ms', { count: formatNumber(value) })
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('talk.length'), <Clock key="clock" call={call} />],
    [t('talk.lastAnswer'), ms(call.latencyMs)],
    [t('talk.averageAnswer'), ms(call.averageMs)],
    [t('talk.roundTrip'), ms(call.roundTripMs)],
  ]
  return (
    <Card
      title={t('talk.figures')}
      actions={
        call.phase === 'live' &&
        call.quality && (
          <Badge tone={call.quality === 'poor' || call.quality === 'lost' ? 'warn' : 'good'}>
            {t(`lineQuality.${call.quality}`)}
          </Badge>
        )
      }
    >
      <dl className="figures flex flex-col gap-1.5">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-3">
            <dt className="text-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Clock({ call: { startedAt, phase } }: { readonly call: Call }) {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (phase !== 'live') return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [phase])
  return <>{startedAt ? formatClock(Math.max(0, now - startedAt)) : '–'}</>
}
