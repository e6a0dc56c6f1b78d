import type { CriterionAnswer, CriterionCorrection } from '@parley/contract'
import { formatShare } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge } from '../../../ui/bits.tsx'
import { Evidence, Heading } from '../evidence.tsx'
import { useComment } from './comment-field.tsx'
import { NumberInput } from './number-input.tsx'

type Props = {
  readonly criteria: readonly CriterionAnswer[]
  readonly editable: boolean
  readonly onCorrect: (key: string, correction: CriterionCorrection) => void
}

/** Each question of the scorecard with its answer, and what shows it. */
export function Criteria({ criteria, editable, onCorrect }: Props) {
  if (criteria.length === 0) return null
  return (
    <section>
      <Heading>{t('scorecard.criteria')}</Heading>
      <ul className="flex flex-col gap-3">
        {criteria.map((criterion) => (
          <Criterion
            key={criterion.key}
            criterion={criterion}
            editable={editable}
            onCorrect={(correction) => onCorrect(criterion.key, correction)}
          />
        ))}
      </ul>
    </section>
  )
}

type CriterionProps = {
  readonly criterion: CriterionAnswer
  readonly editable: boolean
  readonly onCorrect: (correction: CriterionCorrection) => void
}

function Criterion({ criterion, editable, onCorrect }: CriterionProps) {
  const { name, kind, answer, score, comment, evidence, applies } = criterion
  const { button, words } = useComment({
    name,
    comment,
    editable: editable && applies,
    onKeep: (kept) => onCorrect({ comment: kept }),
  })
  return (
    <li>
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 font-medium">{name}</p>
        {!applies && <Badge>{t('scorecard.notApplicable')}</Badge>}
        {applies && <Answer criterion={criterion} editable={editable} onCorrect={onCorrect} />}
        {button}
      </div>
      {score !== null && (
        <div aria-hidden className="mt-1 h-1 overflow-hidden rounded-full bg-hover">
          <div className="h-full rounded-full bg-accent" style={{ width: `${score * 100}%` }} />
        </div>
      )}
      {kind === 'text' && typeof answer === 'string' && (
        <p className="mt-1 rtl:text-right" dir="auto">
          {answer}
        </p>
      )}
      {words}
      <Evidence evidence={evidence} />
    </li>
  )
}

function Answer({ criterion: { name, kind, answer, score }, editable, onCorrect }: CriterionProps) {
  if (kind === 'text') return null
  if (kind !== 'boolean') {
    const percent = score === null ? null : Math.round(score * 100)
    if (!editable) {
      return <span className="figures">{score === null ? '–' : formatShare(score)}</span>
    }
    return (
      <NumberInput
        label={t('scorecard.scoreOf', { name })}
        value={percent}
        max={100}
        unit="%"
        onKeep={(next) => onCorrect({ score: next / 100 })}
      />
    )
  }
  return (
    <select
      aria-label={name}
      disabled={!editable}
      className="h-7 rounded-md border border-line bg-page px-1 text-xs disabled:text-muted"
      value={answer === null ? '' : String(answer)}
      onChange={({ target }) => onCorrect({ answer: target.value === 'true' })}
    >
      {answer === null && <option value="">{t('scorecard.unknown')}</option>}
      <option value="true">{t('value.yes')}</option>
      <option value="false">{t('value.no')}</option>
    </select>
  )
}
