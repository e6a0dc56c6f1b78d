import type {
  ActionItem,
  EvaluationContent,
  FollowUp,
  NextStep,
  NextStepKind,
} from '@parley/contract'
import type { EvaluationInput } from './input.ts'
import type { Lexicon } from './lexicons/lexicon.ts'
import { momentOf, type SpokenDate, spokenDates, spokenTime } from './spoken-dates.ts'
import { evidenceOf, findSaid, isQuestion, isSaidBy, type Sentence, type Talk } from './talk.ts'
import type { Verdict } from './tell-outcome.ts'

type Found = {
  readonly sentence: Sentence
  readonly kind: NextStepKind
  readonly owner: number | null
  readonly date: SpokenDate | undefined
}

export type Steps = Pick<EvaluationContent, 'next_steps' | 'action_items' | 'commitments'> & {
  readonly followUp: FollowUp | null
}

/** Steps and dates are looked for in what is said after this share of the talk, or anywhere in a short one. */
const shortTalkSentences = 40
const lateShare = 0.5
/** A date belongs to a step that is at most so many sentences away. */
const nearSentences = 4
const shownSteps = 10
const shownItems = 20
const shownEvidence = 3

/** Kinds that bind most come first; what was sold is settled before anything else. */
const order: readonly NextStepKind[] = [
  'meeting',
  'call_back',
  'send_contract',
  'payment',
  'send_information',
  'onboarding',
  'ask_other',
  'try_again',
  'other',
]
const orderWhenWon: readonly NextStepKind[] = ['payment', 'send_contract', 'onboarding', ...order]

export function findSteps(talk: Talk, input: EvaluationInput, verdict: Verdict | undefined): Steps {
  const { lexicon } = talk
  if (!lexicon) return { next_steps: [], action_items: [], commitments: [], followUp: null }
  const found = findAll(talk, input, lexicon)
  const agreed = inOrderOf(keepAgreed(found, verdict, talk), verdict)
  const followUp =
    verdict && verdict.value !== 'closed_won' ? null : findFollowUp(talk, input, agreed)
  return {
    next_steps: toNextSteps(agreed).slice(0, shownSteps),
    action_items: found
      .filter(({ sentence }) => !isQuestion(sentence))
      .slice(-shownItems)
      .map(toActionItem),
    commitments: findSaid(talk, 'anyone', lexicon.promises)
      .filter((sentence) => !isQuestion(sentence) && hasObject(sentence, lexicon))
      .slice(-shownItems)
      .map((sentence) => ({
        text: sentence.text,
        speaker: sentence.segment.speaker,
        evidence: [evidenceOf(sentence)],
      })),
    followUp,
  }
}

const hasObject = ({ folded }: Sentence, { steps }: Lexicon) =>
  steps.some(([, pattern]) => pattern.test(folded))

function findAll(talk: Talk, input: EvaluationInput, lexicon: Lexicon): Found[] {
  const from = talk.sentences.length <= shortTalkSentences ? 0 : talk.sentences.length * lateShare
  const found: Found[] = []
  for (const sentence of talk.sentences.slice(Math.floor(from))) {
    const kind = kindOf(sentence, lexicon) ?? kindOfDate(sentence, lexicon, found)
    if (!kind || isTurnedDown(talk, sentence, lexicon)) continue
    const date = nearestDate(talk, sentence, lexicon, input)
    found.push({ sentence, kind, owner: ownerOf(talk, sentence, lexicon), date })
  }
  return found
}

/** A date that is put forward is for the call or the meeting just spoken of; otherwise to meet. */
function kindOfDate(
  { folded, index }: Sentence,
  { proposes, agrees, dateHint, deadline }: Lexicon,
  found: readonly Found[],
): NextStepKind | undefined {
  if (!proposes.test(folded) && !agrees.test(folded)) return undefined
  if (!dateHint.test(folded) || deadline.test(folded)) return undefined
  const before = found.findLast(({ kind }) => kind === 'call_back' || kind === 'meeting')
  const isNear = before && index - before.sentence.index <= nearSentences
  // Consent alone is to something: to a date that was put forward before it.
  if (isNear) return before.kind
  return proposes.test(folded) ? 'meeting' : undefined
}

/** A step is something to be done (its object) that somebody promises, asks for or proposes. */
function kindOf(sentence: Sentence, lexicon: Lexicon): NextStepKind | undefined {
  const { folded } = sentence
  const isMove =
    lexicon.promises.test(folded) || lexicon.requests.test(folded) || lexicon.proposes.test(folded)
  const [kind] = lexicon.steps.find(([, pattern]) => pattern.test(folded)) ?? []
  return isMove ? kind : undefined
}

/** Somebody promises for himself and asks the other one. */
function ownerOf(talk: Talk, sentence: Sentence, lexicon: Lexicon): number | null {
  const { turn, segment } = sentence
  const { speaker } = segment
  if (lexicon.promises.test(sentence.folded)) return speaker
  if (!lexicon.requests.test(sentence.folded)) return null
  const other = talk.turns[turn + 1]?.[0] ?? talk.turns[turn - 1]?.[0]
  return other?.segment.speaker ?? null
}

/** The other side says no to it in the next words. */
function isTurnedDown(talk: Talk, { turn, side }: Sentence, lexicon: Lexicon): boolean {
  const reply = talk.turns[turn + 1]?.[0]
  if (!reply || side !== 'rep' || reply.side !== 'customer') return false
  return lexicon.declines.test(reply.folded) || lexicon.refuses.clear.test(reply.folded)
}

function keepAgreed(found: Found[], verdict: Verdict | undefined, talk: Talk): Found[] {
  const kinds = (...kept: NextStepKind[]) => found.filter(({ kind }) => kept.includes(kind))
  switch (verdict?.value) {
    case 'no_show':
      return kinds('try_again', 'call_back', 'meeting', 'send_information')
        .filter(({ sentence }) => isSaidBy('rep', sentence))
        .map((step) => ({ ...step, kind: 'try_again' as const }))
    case 'not_qualified':
      return kinds('ask_other', 'call_back').filter(
        ({ kind, sentence }) => kind === 'ask_other' || sentence.side === 'customer',
      )
    case 'closed_lost': {
      const end = verdict.sentences.at(-1)?.index ?? talk.sentences.length
      return found.filter(({ sentence }) => sentence.index > end && sentence.side === 'customer')
    }
    case 'closed_won':
    case undefined:
      return found.filter(({ kind }) => kind !== 'ask_other' && kind !== 'try_again')
  }
}

/** The most binding first; of one kind the one with a date, then the last said. */
function inOrderOf(found: readonly Found[], verdict: Verdict | undefined): Found[] {
  const ranks = verdict?.value === 'closed_won' ? orderWhenWon : order
  return found.toSorted(
    (a, b) =>
      Number(!a.date) - Number(!b.date) ||
      ranks.indexOf(a.kind) - ranks.indexOf(b.kind) ||
      b.sentence.index - a.sentence.index,
  )
}

/** Parsing dates is what takes longest, and a sentence is near to several steps. */
const datesOf = new WeakMap<Sentence, SpokenDate[]>()

function datesIn(sentence: Sentence, lexicon: Lexicon, input: EvaluationInput): SpokenDate[] {
  const known = datesOf.get(sentence)
  if (known) return known
  const isLimit = lexicon.deadline.test(sentence.folded)
  const dates = isLimit ? [] : spokenDates(sentence.folded, lexicon, input)
  datesOf.set(sentence, dates)
  return dates
}

/** The date in the sentence itself, or in the words just before and after. */
function nearestDate(
  talk: Talk,
  { index }: Sentence,
  lexicon: Lexicon,
  input: EvaluationInput,
): SpokenDate | undefined {
  for (let distance = 0; distance <= nearSentences; distance += 1) {
    for (const at of [index + distance, index - distance]) {
      const sentence = talk.sentences[at]
      const [date] = sentence ? datesIn(sentence, lexicon, input).toReversed() : []
      if (date) return date
    }
  }
  return undefined
}

/** The last day that belongs to a meeting or a call, with its time wherever that was said. */
function findFollowUp(
  talk: Talk,
  input: EvaluationInput,
  steps: readonly Found[],
): FollowUp | null {
  const { lexicon } = talk
  if (!lexicon) return null
  const contacts = steps.filter(({ kind }) => kind === 'meeting' || kind === 'call_back')
  const others = steps.filter(({ kind }) => kind === 'send_contract' || kind === 'send_information')
  const last = (contacts.some(({ date }) => date) ? contacts : others)
    .filter(({ date }) => date && !date.isToday)
    .toSorted((a, b) => a.sentence.index - b.sentence.index)
    .at(-1)
  if (!last?.date) return null
  const { date } = last.date
  const near = talk.sentences.slice(
    Math.max(0, last.sentence.index - nearSentences),
    last.sentence.index + nearSentences + 1,
  )
  const naming = near.filter((sentence) =>
    datesIn(sentence, lexicon, input).some((day) => day.date === date),
  )
  const told = naming
    .flatMap((sentence) => datesIn(sentence, lexicon, input))
    .find((day) => day.date === date && day.time)
  const time =
    told?.time ??
    near.map(({ folded }) => spokenTime(folded, lexicon.language)).findLast((one) => one) ??
    null
  return {
    date,
    time,
    at: time && momentOf(date, time, input.timeZone),
    source: 'spoken',
    evidence: (naming.length > 0 ? naming : [last.sentence]).slice(-2).map(evidenceOf),
  }
}

/** What is proposed, taken up and confirmed is one step: its first words, and the evidence of all. */
function toNextSteps(steps: readonly Found[]): NextStep[] {
  const groups = new Map<string, Found[]>()
  for (const step of steps) {
    const key = `${step.kind} ${step.date?.date}`
    groups.set(key, [...(groups.get(key) ?? []), step])
  }
  return [...groups.values()].flatMap((group) => {
    const said = group.toSorted((a, b) => a.sentence.index - b.sentence.index)
    const [first] = said
    if (!first) return []
    return [
      {
        kind: first.kind,
        text: first.sentence.text,
        owner_speaker: said.find(({ owner }) => owner !== null)?.owner ?? null,
        due: first.date?.date ?? null,
        evidence: said.slice(0, shownEvidence).map(({ sentence }) => evidenceOf(sentence)),
      },
    ]
  })
}

function toActionItem({ sentence, owner, date }: Found): ActionItem {
  return {
    text: sentence.text,
    owner_speaker: owner,
    due: date?.date ?? null,
    evidence: [evidenceOf(sentence)],
  }
}
