import type { ConversationInFull, EvaluationCorrection, EvaluationEntry } from '@parley/contract'
import { useNameOf } from '../../../api/queries.ts'
import { formatMoment, formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { OutcomeBadge } from '../../../records/conversation-line.tsx'
import { Badge } from '../../../ui/bits.tsx'
import { Heading } from '../evidence.tsx'
import { correctionLine } from './correction-line.ts'

type Props = {
  readonly conversation: ConversationInFull
  /** Of the evaluation that counts, newest first. */
  readonly corrections: readonly EvaluationCorrection[]
}

/** Former evaluations, and what people put right in the one that counts. */
export function History({ conversation, corrections }: Props) {
  const { evaluations } = conversation
  return (
    <>
      {corrections.length > 0 && (
        <Corrections conversation={conversation} corrections={corrections} />
      )}
      {evaluations.length > 1 && (
        <section>
          <Heading>{t('scorecard.history')}</Heading>
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
            {evaluations.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Corrections({ conversation, corrections }: Props) {
  const nameOf = useNameOf()
  const content = conversation.evaluation?.content
  if (!content) return null
  return (
    <section>
      <Heading>{t('scorecard.corrections')}</Heading>
      <ul className="flex flex-col gap-1.5">
        {corrections.map((correction) => {
          const { name, before, after } = correctionLine(content, correction)
          return (
            <li key={correction.id}>
              <p>
                <span className="font-medium">{name}</span>{' '}
                <span className="figures text-muted">
                  <s>{before}</s> <bdi>{after}</bdi>
                </span>
              </p>
              <p className="text-xs text-faint">
                {nameOf(correction.corrected_by)} · {formatMoment(correction.created_at)}
                {correction.note && ` · ${correction.note}`}
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Entry({ entry }: { readonly entry: EvaluationEntry }) {
  const nameOf = useNameOf()
  const { status, score, outcome, engine } = entry
  return (
    <li className="flex flex-col gap-0.5 px-2.5 py-1.5">
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{entry.scorecard_name}</span>
        {entry.current && <Badge tone="accent">{t('scorecard.counts')}</Badge>}
        {outcome && <OutcomeBadge outcome={outcome} />}
        {status === 'evaluated' ? (
          <span className="figures">{score === null ? '–' : formatNumber(score, 1)}</span>
        ) : (
          <Badge tone={status === 'failed' ? 'bad' : 'neutral'}>
            {t(`evaluationStatus.${status}`)}
          </Badge>
        )}
      </p>
      {entry.failure_message && <p className="text-xs text-bad">{entry.failure_message}</p>}
      <p className="text-xs text-faint">
        {formatMoment(entry.created_at)}
        {entry.requested_by && ` · ${nameOf(entry.requested_by)}`}
        {engine && ` · ${engine.kind === 'built_in' ? t('scorecard.rules') : engine.model}`}
      </p>
    </li>
  )
}
