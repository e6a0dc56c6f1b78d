import type { LeadScore as Lead } from '@parley/contract'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge, type Tone } from '../../../ui/bits.tsx'
import { Evidence, Heading } from '../evidence.tsx'

const tones: Readonly<Record<NonNullable<Lead['quality']>, Tone>> = {
  hot: 'good',
  warm: 'warn',
  cold: 'neutral',
}
const parts = ['interest', 'financial_capacity', 'urgency', 'decision_power'] as const

/** How promising the customer is, each part with what shows it; nothing when nothing was said. */
export function LeadScore({ lead }: { readonly lead: Lead }) {
  const { score, quality, recommendation } = lead
  if (score === null) return null
  return (
    <section>
      <Heading>{t('scorecard.lead')}</Heading>
      <p className="figures flex items-center gap-2 font-medium">
        {formatNumber(score)} / 10
        {quality && <Badge tone={tones[quality]}>{t(`lead.${quality}`)}</Badge>}
      </p>
      <ul className="mt-1.5 flex flex-col gap-1.5">
        {parts.map((part) => (
          <li key={part}>
            <p className="flex justify-between gap-3">
              <span className="text-muted">{t(`lead.${part}`)}</span>
              <span className="figures">
                {lead[part].note === null ? '–' : `${formatNumber(lead[part].note)} / 10`}
              </span>
            </p>
            <Evidence evidence={lead[part].evidence} />
          </li>
        ))}
      </ul>
      {recommendation && (
        <p className="mt-1.5 rtl:text-right" dir="auto">
          {recommendation}
        </p>
      )}
    </section>
  )
}
