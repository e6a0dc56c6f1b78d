import {
  type ConversationMetrics,
  type MetricDefinition,
  type MetricName,
  metricDefinitions,
  metricNames,
} from '@parley/contract'
import { Info } from 'lucide-react'
import { formatLength, formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Empty } from '../../ui/states.tsx'
import { usePlayback } from '../../playback/playback.ts'

type Unit = MetricDefinition['unit']

function valueText(value: number | boolean, unit: Unit): string {
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no')
  if (unit === 'share') return formatShare(value)
  if (unit === 'seconds') return formatLength(value)
  if (unit === 'count') return formatNumber(value)
  return formatNumber(value, 1)
}

const verdicts = { within: 'good', below: 'warn', above: 'warn' } as const

/** What rules measured, held against the targets of the workspace. */
export function MetricsPanel({ metrics }: { readonly metrics: ConversationMetrics | null }) {
  if (!metrics) return <Empty title={t('metrics.none')} text={t('metrics.noneText')} />
  return (
    <dl className="flex flex-col">
      {metricNames.map((name) => (
        <Metric key={name} name={name} metrics={metrics} />
      ))}
      <SentimentCurve metrics={metrics} />
    </dl>
  )
}

type MetricProps = { readonly name: MetricName; readonly metrics: ConversationMetrics }

function Metric({ name, metrics }: MetricProps) {
  const measure = metrics.measures[name]
  const { unit, definition } = metricDefinitions[name]
  const judgement = metrics.judgements.find(({ metric }) => metric === name)
  const verdict = judgement && judgement.verdict !== 'unknown' ? judgement.verdict : undefined
  return (
    <div className="flex min-h-9 items-center gap-2 border-b border-line py-1.5">
      <dt className="flex min-w-0 flex-1 items-center gap-1.5">
        <span className="truncate">{t(`metric.${name}`)}</span>
        <Hint text={definition}>
          <button
            type="button"
            aria-label={t('metrics.definition', { name: t(`metric.${name}`) })}
            className="rounded text-faint hover:text-text"
          >
            <Info aria-hidden size={12} />
          </button>
        </Hint>
      </dt>
      <dd className="figures flex items-center gap-2 text-end">
        {verdict && <Badge tone={verdicts[verdict]}>{t(`verdict.${verdict}`)}</Badge>}
        {measure.value === null ? (
          <span className="text-xs text-faint">
            {measure.reason ? t(`metricReason.${measure.reason}`) : '–'}
          </span>
        ) : (
          <span className="font-medium">
            {measure.estimated && <span title={t('metrics.estimated')}>~</span>}
            {valueText(measure.value, unit)}
          </span>
        )}
      </dd>
    </div>
  )
}

/** Ten parts of the talk: up is glad, down is not. */
function SentimentCurve({ metrics }: { readonly metrics: ConversationMetrics }) {
  const playback = usePlayback()
  if (metrics.sentiment_curve.length === 0) return null
  return (
    <div className="pt-3">
      <dt className="mb-1 text-xs font-semibold text-muted">{t('metrics.sentimentCurve')}</dt>
      <dd className="flex h-14 items-center gap-1" dir="ltr">
        {metrics.sentiment_curve.map((point, index) => {
          const value = point.value ?? 0
          const start = point.start_ms
          return (
            <button
              key={index}
              type="button"
              disabled={start === null}
              aria-label={t('metrics.sentimentPart', {
                number: index + 1,
                value: point.value === null ? '–' : formatNumber(value, 2),
              })}
              className="flex h-full flex-1 flex-col justify-center rounded hover:bg-hover"
              onClick={() => start !== null && playback.seek(start)}
            >
              <span
                className={value >= 0 ? 'w-full rounded-t bg-good' : 'w-full'}
                style={{ height: value > 0 ? `${value * 50}%` : 1 }}
              />
              <span
                className={value < 0 ? 'w-full rounded-b bg-bad' : 'w-full'}
                style={{ height: value < 0 ? `${-value * 50}%` : 0 }}
              />
            </button>
          )
        })}
      </dd>
    </div>
  )
}
