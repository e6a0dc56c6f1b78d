import type { Progress } from '@parley/contract'
import { useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

/** At one every two seconds, five minutes. */
const keptSamples = 150
const height = 40

type Sample = { readonly active: number; readonly ended: number }

function sampleOf({ activeCalls, byOutcome }: Progress): Sample {
  const ended = Object.values(byOutcome).reduce((sum, count) => sum + count, 0)
  return { active: activeCalls, ended }
}

/** Calls under way since the page was opened, as a line. */
export function LiveChart({
  progress,
  isLive,
}: {
  readonly progress: Progress
  readonly isLive: boolean
}) {
  const [seen, setSeen] = useState({ of: progress, samples: [sampleOf(progress)] })
  if (seen.of !== progress) {
    const samples = [...seen.samples, sampleOf(progress)].slice(-keptSamples)
    setSeen({ of: progress, samples })
  }
  const { samples } = seen
  if (!isLive && samples.length < 2) return null
  const most = Math.max(1, ...samples.map(({ active }) => active))
  const step = 100 / (keptSamples - 1)
  const points = samples.map(
    ({ active }, index) =>
      `${(100 - (samples.length - 1 - index) * step).toFixed(2)},${(height - (active / most) * (height - 2) - 1).toFixed(1)}`,
  )
  const [first] = samples
  const ended = (samples.at(-1)?.ended ?? 0) - (first?.ended ?? 0)
  return (
    <figure className="flex flex-col gap-1.5 border-t border-line pt-3">
      <figcaption className="figures flex justify-between text-xs text-muted">
        <span>{t('campaigns.sinceOpened')}</span>
        <span>{t('campaigns.endedSince', { count: formatNumber(ended) })}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={t('campaigns.mostAtOnce', { count: formatNumber(most) })}
        viewBox={`0 0 100 ${height}`}
        preserveAspectRatio="none"
        className="h-10 w-full"
      >
        <polyline
          points={points.join(' ')}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </figure>
  )
}
