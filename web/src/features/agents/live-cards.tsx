import type { CallConversation } from '@parley/contract'
import { Headphones, Pause, PhoneForwarded, PhoneOff, Play, Volume2, VolumeX } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { otherParty } from './call-bits.tsx'
import { Levels } from './levels.tsx'
import { channelText } from './live-bits.tsx'
import type { Steering } from './use-steering.ts'
import type { Watch } from './use-call-watch.ts'

type ListenProps = {
  readonly call: CallConversation
  readonly watch: Watch
  /** Somebody speaks in it. */
  readonly isOn: boolean
}

/** Hears both sides; nobody in the call notices. */
export function ListenCard({ call, watch, isOn }: ListenProps) {
  const { hasSound, setListening } = watch
  const isWritten = call.channelType === 'Chat Agent'
  return (
    <Card>
      <div className="flex flex-col items-center gap-4">
        {!isWritten && <Levels levels={watch.levels} isLive={hasSound && watch.line === 'on'} />}
        <p aria-live="polite" className="text-center font-medium">
          {stateText(watch, isOn)}
        </p>
        {isWritten ? (
          <p className="text-center text-xs text-faint">{t('live.noSound')}</p>
        ) : (
          <>
            <Button
              look={hasSound ? 'default' : 'primary'}
              disabled={!isOn}
              onClick={() => setListening(!hasSound)}
            >
              {hasSound ? <VolumeX aria-hidden size={14} /> : <Headphones aria-hidden size={14} />}
              {hasSound ? t('live.stop') : t('live.listen')}
            </Button>
            {hasSound ? (
              <Volume watch={watch} />
            ) : (
              <p className="text-center text-xs text-faint">{t('live.listenHint')}</p>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

function stateText({ line, agentState }: Watch, isOn: boolean): string {
  if (!isOn) return t('callStatus.PENDING')
  if (line === 'broken') return t('talk.reconnecting')
  return agentState ? t(`talkState.${agentState}`) : t('talkPhase.connecting')
}

function Volume({ watch }: { readonly watch: Watch }) {
  return (
    <label className="flex w-full items-center gap-2.5">
      <Volume2 aria-hidden size={15} className="shrink-0 text-faint" />
      <span className="sr-only">{t('live.volume')}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        className="min-w-0 flex-1 accent-accent-fill"
        value={watch.volume}
        onChange={({ target }) => watch.setVolume(Number(target.value))}
      />
    </label>
  )
}

type SteerProps = {
  readonly call: CallConversation
  readonly steering: Steering
  readonly isOn: boolean
}

/** Pauses the agent, hands the caller over, ends the call. */
export function SteerCard({ call, steering, isOn }: SteerProps) {
  const { isPaused, pause, hangUp, asksToHangUp, askToHangUp } = steering
  return (
    <Card title={t('live.steer')}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          <Button
            className="flex-1"
            aria-describedby="live-pause-hint"
            disabled={!isOn || pause.isPending}
            onClick={() => pause.mutate(!isPaused)}
          >
            {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
            {isPaused ? t('live.resume') : t('live.pause')}
          </Button>
          <Button
            look="danger"
            className="flex-1"
            disabled={!isOn || hangUp.isPending}
            onClick={() => askToHangUp(true)}
          >
            <PhoneOff aria-hidden size={14} />
            {t('talk.hangUp')}
          </Button>
        </div>
        <p id="live-pause-hint" className="text-xs text-faint">
          {t('live.pauseHint')}
        </p>
        <Transfer call={call} steering={steering} isOn={isOn} />
      </div>
      <Confirm
        open={asksToHangUp}
        onClose={() => askToHangUp(false)}
        title={t('live.hangUpTitle')}
        description={t('live.hangUpText')}
        action={t('talk.hangUp')}
        busy={hangUp.isPending}
        onConfirm={() => hangUp.mutate()}
      />
    </Card>
  )
}

/** Only a telephone can be handed to a number. */
function Transfer({ call, steering: { transfer }, isOn }: SteerProps) {
  const [to, setTo] = useState('')
  if (call.channelType !== 'Telephone') {
    return <p className="border-t border-line pt-3 text-xs text-faint">{t('live.noTransfer')}</p>
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (to.trim()) transfer.mutate(to.trim())
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-2 border-t border-line pt-3">
      <Field label={t('live.transferTo')} hint={t('live.transferHint')}>
        {(ids) => (
          <Input
            {...ids}
            dir="ltr"
            maxLength={200}
            autoComplete="off"
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={!isOn || !to.trim() || transfer.isPending}>
        <PhoneForwarded aria-hidden size={14} className="rtl:-scale-x-100" />
        {t('live.transfer')}
      </Button>
    </form>
  )
}

/** Who talks with whom, and how. */
export function AboutCard({ call }: { readonly call: CallConversation }) {
  const isFromPage = call.direction === 'web'
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('agentCalls.agent'), <bdi key="agent">{call.agentName ?? '–'}</bdi>],
    // A page has no number, and no direction besides.
    ...(isFromPage ? [] : [[t('talk.user'), <bdi key="caller">{otherParty(call)}</bdi>] as const]),
    [t('live.channel'), channelText(call.channelType)],
    ...(isFromPage
      ? []
      : [[t('agentCalls.direction'), t(`callDirection.${call.direction}`)] as const]),
    [t('agentCalls.started'), formatMoment(call.startedAt)],
  ]
  return (
    <Card title={t('agentCalls.about')} className="lg:self-start">
      <dl className="figures flex flex-col gap-1.5">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-3">
            <dt className="shrink-0 text-muted">{label}</dt>
            <dd className="min-w-0 truncate text-end">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
