import type { Objection } from '@parley/contract'
import { evidenceOf, findSaid, isSaidBy, type Sentence, type Talk } from './talk.ts'

/** The same doubt said in several sentences of one turn is one objection. */
const shownObjections = 20
const treatmentCharacters = 400

/** What the customer held against it, with the rep's answer and whether the talk went on after it. */
export function findObjections(talk: Talk): Objection[] {
  const { lexicon } = talk
  if (!lexicon) return []
  const seen = new Set<string>()
  return talk.sentences
    .flatMap((sentence) => {
      if (!isSaidBy('customer', sentence)) return []
      const [type] = lexicon.objections.find(([, pattern]) => pattern.test(sentence.folded)) ?? []
      const key = `${type} ${sentence.turn}`
      if (!type || seen.has(key)) return []
      seen.add(key)
      const answer = answerTo(talk, sentence)
      const reaction = answer.at(-1) && reactionTo(talk, answer.at(-1))
      const isRefused =
        reaction !== undefined &&
        (lexicon.declines.test(reaction.folded) || lexicon.refuses.clear.test(reaction.folded))
      return [
        {
          type,
          quote: sentence.text,
          treatment: answer.length > 0 ? joined(answer) : null,
          handled: answer.length > 0 && reaction !== undefined && !isRefused,
          comment: null,
          evidence: [sentence, ...answer.slice(0, 1)].map(evidenceOf),
        },
      ]
    })
    .slice(0, shownObjections)
}

function answerTo({ turns }: Talk, { turn, side }: Sentence): readonly Sentence[] {
  return side === 'anyone' ? [] : (turns[turn + 1] ?? [])
}

function reactionTo({ turns }: Talk, answer: Sentence | undefined): Sentence | undefined {
  const reply = turns[(answer?.turn ?? -2) + 1]?.[0]
  return reply?.side === 'customer' ? reply : undefined
}

function joined(sentences: readonly Sentence[]): string {
  const text = sentences.map((sentence) => sentence.text).join(' ')
  return text.length <= treatmentCharacters ? text : `${text.slice(0, treatmentCharacters - 1)}…`
}

/** For the notes: the part of the objections that was mastered; undefined when there were none. */
export function masteredShare(objections: readonly Objection[]): number | undefined {
  if (objections.length === 0) return undefined
  return objections.filter(({ handled }) => handled).length / objections.length
}

/** Open questions of the rep, and others. */
export function questionsOf(talk: Talk): { open: Sentence[]; closed: Sentence[] } {
  const { lexicon } = talk
  if (!lexicon) return { open: [], closed: [] }
  const asked = findSaid(talk, 'rep', /[?؟]\s*$/)
  const open = asked.filter(({ folded }) => lexicon.openQuestion.test(firstWords(folded)))
  return { open, closed: asked.filter((sentence) => !open.includes(sentence)) }
}

/** A question word far behind the beginning makes no open question: "do you know what I mean?" */
function firstWords(folded: string): string {
  return (
    folded
      .split(/[,;]\s*/)
      .at(-1)
      ?.split(' ')
      .slice(0, 5)
      .join(' ') ?? ''
  )
}
