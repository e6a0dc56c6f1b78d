import type { CallChannel, ListedLiveCall } from '@parley/contract'
import { useEffect, useState } from 'react'
import { formatClock, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, type Tone } from '../../ui/bits.tsx'
import type { LiveState } from './use-call-watch.ts'

const tones: Readonly<Record<LiveState, Tone>> = {
  idle: 'neutral',
  initializing: 'neutral',
  listening: 'info',
  thinking: 'accent',
  speaking: 'good',
  paused: 'warn',
}

type StateProps = {
  readonly status: ListedLiveCall['status']
  /** Unknown where another node holds the call. */
  readonly state: LiveState | null | undefined
}

/** What goes on in a call at this moment. */
export function LiveStateBadge({ status, state }: StateProps) {
  if (status === 'PENDING') return <Badge tone="info">{t('callStatus.PENDING')}</Badge>
  if (!state) return <Badge tone="accent">{t('callStatus.IN_PROGRESS')}</Badge>
  return <Badge tone={tones[state]}>{t(`liveState.${state}`)}</Badge>
}

/** How the caller is connected. */
export function channelText(channel: CallChannel): string {
  return t(`callChannel.${channel}`)
}

const tickMs = 1_000

/** How long something has been going on, by the second. */
export function RunningTime({ since }: { readonly since: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={since} title={formatMoment(since)} className="figures">
      {formatClock(Math.max(0, now - Date.parse(since)))}
    </time>
  )
}
