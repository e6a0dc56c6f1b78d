import type { ConversationInFull, CriterionAnswer } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useLeads, useMay } from '../../api/queries.ts'
import { formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { Evidence, Heading } from './evidence.tsx'

const outcomes = [
  'closed_won',
  'closed_lost',
  'follow_up_required',
  'no_show',
  'qualified',
  'not_qualified',
] as const
type Outcome = (typeof outcomes)[number]

type Corrections = {
  readonly outcome?: Outcome
  readonly criteria?: Record<string, { answer?: boolean; score?: number }>
}

type Props = { readonly conversation: ConversationInFull }

/** How the conversation did by its scorecard, with what shows it; leaders correct it here. */
export function Scorecard({ conversation }: Props) {
  const { evaluation } = conversation
  const content = evaluation?.content
  const mayCorrect = useLeads()
  const correct = useCorrect(conversation)
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
          <EvaluateAgain id={conversation.id} />
        </div>
      </section>
      <section>
        <Heading>{t('field.outcome')}</Heading>
        <select
          aria-label={t('field.outcome')}
          className="field"
          disabled={!mayCorrect || correct.isPending}
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
      <section>
        <Heading>{t('scorecard.criteria')}</Heading>
        <ul className="flex flex-col gap-3">
          {content.criteria.map((criterion) => (
            <Criterion
              key={criterion.key}
              criterion={criterion}
              editable={mayCorrect && !correct.isPending}
              onCorrect={(value) => correct.mutate({ criteria: { [criterion.key]: value } })}
            />
          ))}
        </ul>
      </section>
      <p className="text-xs text-faint">
        {evaluation.engine?.kind === 'built_in' ? t('scorecard.builtIn') : evaluation.engine?.model}
      </p>
    </div>
  )
}

function useCorrect(conversation: ConversationInFull) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (corrections: Corrections) =>
      parley.evaluations.correct(conversation.evaluation?.id ?? '', corrections),
    onSuccess: () => tell(t('scorecard.saved')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

type CriterionProps = {
  readonly criterion: CriterionAnswer
  readonly editable: boolean
  readonly onCorrect: (value: { answer?: boolean; score?: number }) => void
}

function Criterion({ criterion, editable, onCorrect }: CriterionProps) {
  const { name, kind, answer, score, comment, evidence, applies } = criterion
  return (
    <li>
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 font-medium">{name}</p>
        {!applies && <Badge>{t('scorecard.notApplicable')}</Badge>}
        {applies && kind === 'boolean' && (
          <select
            aria-label={name}
            disabled={!editable}
            className="h-7 rounded-md border border-line bg-page px-1 text-xs disabled:text-muted"
            value={answer === null ? '' : String(answer)}
            onChange={(event) => onCorrect({ answer: event.target.value === 'true' })}
          >
            {answer === null && <option value="">{t('scorecard.unknown')}</option>}
            <option value="true">{t('value.yes')}</option>
            <option value="false">{t('value.no')}</option>
          </select>
        )}
        {applies && kind !== 'boolean' && kind !== 'text' && (
          <ScoreInput name={name} score={score} editable={editable} onCorrect={onCorrect} />
        )}
      </div>
      {score !== null && (
        <div aria-hidden className="mt-1 h-1 overflow-hidden rounded-full bg-hover">
          <div className="h-full rounded-full bg-accent" style={{ width: `${score * 100}%` }} />
        </div>
      )}
      {comment && (
        <p className="mt-1 text-muted" dir="auto">
          {comment}
        </p>
      )}
      <Evidence evidence={evidence} />
    </li>
  )
}

type ScoreInputProps = {
  readonly name: string
  readonly score: number | null
  readonly editable: boolean
  readonly onCorrect: CriterionProps['onCorrect']
}

/** In percent of the best. */
function ScoreInput({ name, score, editable, onCorrect }: ScoreInputProps) {
  const percent = score === null ? '' : Math.round(score * 100)
  if (!editable) return <span className="figures">{score === null ? '–' : formatShare(score)}</span>
  const keep = (text: string) => {
    const next = Number(text)
    if (text === '' || next === percent || !(next >= 0 && next <= 100)) return
    onCorrect({ score: next / 100 })
  }
  return (
    <span className="figures flex items-center gap-1">
      <input
        key={percent}
        type="number"
        min={0}
        max={100}
        aria-label={t('scorecard.scoreOf', { name })}
        defaultValue={percent}
        className="h-7 w-16 rounded-md border border-line bg-page px-1.5 text-end text-xs"
        onBlur={(event) => keep(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <span aria-hidden className="text-faint">
        %
      </span>
    </span>
  )
}

function EvaluateAgain({ id }: { readonly id: string }) {
  const cache = useQueryClient()
  const canWrite = useMay('write')
  const again = useMutation({
    mutationFn: () => parley.evaluations.request(id, {}),
    onSuccess: () => tell(t('scorecard.requested')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
  if (!canWrite) return null
  return (
    <Button size="sm" disabled={again.isPending} onClick={() => again.mutate()}>
      <RefreshCw aria-hidden size={13} />
      {t('scorecard.again')}
    </Button>
  )
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
