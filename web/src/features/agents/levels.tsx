import { type RefObject, useEffect, useRef } from 'react'
import { t } from '../../i18n/index.ts'

/** Of a ring that is silent. */
const atRest = 0.35
/** Of speech: full is loud, not as loud as can be. */
const loud = 0.25

type LevelsProps = {
  /** Of both sides now, 0 to 1. */
  readonly levels: () => { readonly user: number; readonly agent: number }
  readonly isLive: boolean
}

/** Two rings that grow with how loud each side is; drawn without React, sixty times a second. */
export function Levels({ levels, isLive }: LevelsProps) {
  const user = useRef<HTMLSpanElement>(null)
  const agent = useRef<HTMLSpanElement>(null)
  const read = useRef(levels)
  useEffect(() => {
    read.current = levels
  })
  useEffect(() => {
    if (!isLive) return
    let frame = 0
    const draw = () => {
      const now = read.current()
      for (const [place, level] of [
        [user, now.user],
        [agent, now.agent],
      ] as const) {
        const share = Math.min(1, level / loud)
        if (place.current) place.current.style.transform = `scale(${atRest + share * (1 - atRest)})`
      }
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => {
      cancelAnimationFrame(frame)
      for (const { current } of [user, agent]) {
        if (current) current.style.transform = `scale(${atRest})`
      }
    }
  }, [isLive])
  return (
    <div aria-hidden className="flex items-center gap-6">
      <Ring label={t('talk.user')} place={user} color="bg-voice-2" isLive={isLive} />
      <Ring label={t('talk.agent')} place={agent} color="bg-voice-1" isLive={isLive} />
    </div>
  )
}

type RingProps = {
  readonly label: string
  readonly place: RefObject<HTMLSpanElement | null>
  readonly color: string
  readonly isLive: boolean
}

function Ring({ label, place, color, isLive }: RingProps) {
  return (
    <span className="flex flex-col items-center gap-1.5">
      <span className="flex size-20 items-center justify-center rounded-full bg-hover">
        <span
          ref={place}
          className={`size-16 rounded-full ${color} ${isLive ? 'opacity-80' : 'opacity-20'}`}
          style={{ transform: `scale(${atRest})` }}
        />
      </span>
      <span className="text-xs text-muted">{label}</span>
    </span>
  )
}
