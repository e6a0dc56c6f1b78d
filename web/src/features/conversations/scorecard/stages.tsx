import type { StageCorrection, StageNote } from '@parley/contract'
import { Check } from 'lucide-react'
import { formatClock, formatNumber, formatShare } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { usePlayback } from '../../../playback/playback.ts'
import { Badge } from '../../../ui/bits.tsx'
import { Evidence, Heading } from '../evidence.tsx'
import { useComment } from './comment-field.tsx'
import { NumberInput } from './number-input.tsx'

type Props = {
  readonly stages: readonly StageNote[]
  readonly editable: boolean
  readonly onCorrect: (key: string, correction: StageCorrection) => void
}

/** The parts of the talk in their order: how each was done, and how much of the talk it took. */
export function Stages({ stages, editable, onCorrect }: Props) {
  if (stages.length === 0) return null
  return (
    <section>
      <Heading>{t('scorecard.stages')}</Heading>
      <ol className="flex flex-col gap-3">
        {stages.map((stage) => (
          <Stage
            key={stage.key}
            stage={stage}
            editable={editable}
            onCorrect={(correction) => onCorrect(stage.key, correction)}
          />
        ))}
      </ol>
    </section>
  )
}

/** A stage is told in tenths at best. */
const bestNote = 10

type StageProps = {
  readonly stage: StageNote
  readonly editable: boolean
  readonly onCorrect: (correction: StageCorrection) => void
}

function Stage({ stage, editable, onCorrect }: StageProps) {
  const { name, note, validated, comment, evidence } = stage
  const { button, words } = useComment({
    name,
    comment,
    editable,
    onKeep: (kept) => onCorrect({ comment: kept }),
  })
  return (
    <li>
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 font-medium">
          {name}{' '}
          {validated && (
            <Badge tone="good">
              <Check aria-hidden size={11} />
              {t('scorecard.validated')}
            </Badge>
          )}
        </p>
        {editable ? (
          <NumberInput
            label={t('scorecard.noteOf', { name })}
            value={note}
            max={bestNote}
            step={0.5}
            unit={`/ ${bestNote}`}
            onKeep={(next) => onCorrect({ note: next })}
          />
        ) : (
          <span className="figures">
            {note === null ? '–' : formatNumber(note, 1)} / {bestNote}
          </span>
        )}
        {button}
      </div>
      <ShareOfTime stage={stage} />
      {words}
      <Evidence evidence={evidence} />
    </li>
  )
}

function ShareOfTime({ stage }: { readonly stage: StageNote }) {
  const playback = usePlayback()
  const { share_of_time: percent, start_ms: startMs, end_ms: endMs } = stage
  if (percent === 0) return null
  return (
    <p className="figures mt-1 flex items-center gap-2 text-xs text-muted">
      <span aria-hidden className="h-1 flex-1 overflow-hidden rounded-full bg-hover">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
      </span>
      {t('scorecard.shareOfTime', { share: formatShare(percent / 100) })}
      {startMs !== null && endMs !== null && (
        <button
          type="button"
          title={t('conversation.jumpTo', { time: formatClock(startMs) })}
          className="rounded text-accent hover:underline"
          onClick={() => playback.seek(startMs)}
        >
          {formatClock(startMs)} – {formatClock(endMs)}
        </button>
      )}
    </p>
  )
}
