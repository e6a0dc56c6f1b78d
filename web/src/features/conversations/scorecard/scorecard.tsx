import type { ConversationInFull, EvaluationCorrections } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'
import { useLeads } from '../../../api/queries.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge } from '../../../ui/bits.tsx'
import { Empty } from '../../../ui/states.tsx'
import { Heading } from '../evidence.tsx'
import { outcomes } from '../outcomes.ts'
import { Criteria } from './criteria.tsx'
import { Effects } from './effects.tsx'
import { EvaluateAgain } from './evaluate-again.tsx'
import { History } from './history.tsx'
import { LeadScore } from './lead-score.tsx'
import { Stages } from './stages.tsx'
import { useCorrect } from './use-correct.ts'

type Outcome = NonNullable<EvaluationCorrections['outcome']>

type Props = { readonly conversation: ConversationInFull }

/** How the conversation did by its scorecard, with what shows it; leaders correct it here. */
export function Scorecard({ conversation }: Props) {
  const { evaluation } = conversation
  const content = evaluation?.content
  const mayCorrect = useLeads()
  const correct = useCorrect(conversation)
  const whole = useEvaluation(conversation)
  if (!evaluation || !content) return <NotEvaluated conversation={conversation} />
  return (
    <div className="flex flex-col gap-5">
      <section className="figures flex items-end justify-between gap-3">
        <div>
          <p className="text-xs text-muted">{evaluation.scorecard_name}</p>
          <p className="text-xl font-semibold">
            {evaluation.score === null ? t('scorecard.noScore') : formatNumber(evaluation.score, 1)}
          </p>
        </div>
        <div className="flex items-center gap-2">
          {evaluation.corrected && <Badge tone="info">{t('scorecard.corrected')}</Badge>}
          <EvaluateAgain id={conversation.id} scorecardId={evaluation.scorecard_id} />
        </div>
      </section>
      <section>
        <Heading>{t('field.outcome')}</Heading>
        <select
          aria-label={t('field.outcome')}
          className="field"
          disabled={!mayCorrect}
          value={content.outcome.value}
          onChange={({ target }) => correct.mutate({ outcome: target.value as Outcome })}
        >
          {outcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t(`outcome.${outcome}`)}
            </option>
          ))}
        </select>
      </section>
      <Stages
        stages={content.stages}
        editable={mayCorrect}
        onCorrect={(key, correction) => correct.mutate({ stages: { [key]: correction } })}
      />
      <Criteria
        criteria={content.criteria}
        editable={mayCorrect}
        onCorrect={(key, correction) => correct.mutate({ criteria: { [key]: correction } })}
      />
      <LeadScore lead={content.lead} />
      <Effects conversationId={conversation.id} effects={whole.data?.effects ?? []} />
      <History conversation={conversation} corrections={whole.data?.corrections ?? []} />
      <p className="text-xs text-faint">
        {evaluation.engine?.kind === 'built_in' ? t('scorecard.builtIn') : evaluation.engine?.model}
      </p>
    </div>
  )
}

/** The evaluation that counts with its corrections, and what it changed in the CRM. */
function useEvaluation({ evaluation }: ConversationInFull) {
  const id = evaluation?.id ?? ''
  return useQuery({
    // Below the conversations, because whatever changes one of those may change this.
    queryKey: ['conversations', 'evaluation', id],
    queryFn: () => parley.evaluations.get(id),
    enabled: id !== '',
  })
}

function NotEvaluated({ conversation }: Props) {
  const [latest] = conversation.evaluations
  const isComing = latest?.status === 'pending' || latest?.status === 'processing'
  if (isComing) return <Empty title={t('scorecard.pending')} text={t('scorecard.pendingText')} />
  return (
    <Empty
      title={t('scorecard.none')}
      text={latest?.failure_message ?? t('scorecard.noneText')}
      action={conversation.has_transcript && <EvaluateAgain id={conversation.id} />}
    />
  )
}
