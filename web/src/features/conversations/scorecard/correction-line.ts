import type { EvaluationContent, EvaluationCorrection } from '@parley/contract'
import { formatDay, formatNumber, formatShare } from '../../../i18n/format.ts'
import { type Key, t } from '../../../i18n/index.ts'

type Line = { readonly name: string; readonly before: string; readonly after: string }

type Value = {
  readonly answer?: unknown
  readonly score?: number | null
  readonly note?: number | null
  readonly comment?: string | null
}

/** What was put right, in words: the name of the field, and its value before and after. */
export function correctionLine(
  content: Pick<EvaluationContent, 'criteria' | 'stages'>,
  { field, before, after }: Pick<EvaluationCorrection, 'field' | 'before' | 'after'>,
): Line {
  const [list, key] = splitOnce(field)
  if (list === 'criteria' || list === 'stages') {
    const name = content[list].find((one) => one.key === key)?.name ?? key
    const [was, is] = [before as Value, after as Value]
    const [wasShown, isShown] = [shownValue(was), shownValue(is)]
    // Where only the words changed, they are the change.
    if (wasShown !== isShown) return { name, before: wasShown, after: isShown }
    return { name, before: was.comment ?? '–', after: is.comment ?? '–' }
  }
  return { name: nameOf(field), before: shown(field, before), after: shown(field, after) }
}

/** A key may have dots of its own. */
function splitOnce(field: string): readonly [string, string] {
  const dot = field.indexOf('.')
  return dot < 0 ? [field, ''] : [field.slice(0, dot), field.slice(dot + 1)]
}

function shownValue({ answer, score, note }: Value): string {
  if (note !== undefined) return note === null ? '–' : `${formatNumber(note, 1)} / 10`
  if (typeof answer === 'boolean') return t(answer ? 'value.yes' : 'value.no')
  if (typeof answer === 'string') return answer
  return typeof score === 'number' ? formatShare(score) : '–'
}

function nameOf(field: string): string {
  if (field === 'outcome') return t('field.outcome')
  return t(field === 'score' ? 'field.score' : 'scorecard.followUpDate')
}

function shown(field: string, value: unknown): string {
  if (typeof value === 'number') return formatNumber(value, 1)
  if (typeof value !== 'string') return '–'
  return field === 'outcome' ? t(`outcome.${value}` as Key) : formatDay(value)
}
