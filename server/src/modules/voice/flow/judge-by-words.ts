import { stemsOf } from '../built-in/intents.ts'
import { yesOrNo } from '../built-in/spoken-values.ts'

const affirming =
  /\b(yes|agree|accept|interested|confirm|want|positive|oui|accepte|intéress)|نعم|يوافق/iu
const denying = /\b(no|not|decline|refuse|reject|disagree|negative|non|refus)|لا|يرفض/iu
/** Of the words of what was said or of the condition, whichever is shorter. */
const leastShare = 0.3

/**
 * Which of several conditions in words fits what was said, without a model: a yes or no decides where
 * the conditions are about that, else the words they share. Undefined: none.
 */
export function judgeByWords(said: string, prompts: readonly string[]): number | undefined {
  const answer = yesOrNo(said)
  if (answer !== undefined) {
    const fitting = prompts.findIndex((prompt) =>
      answer ? affirming.test(prompt) && !denying.test(prompt) : denying.test(prompt),
    )
    if (fitting >= 0) return fitting
  }
  const words = new Set(stemsOf(said))
  const scores = prompts.map((prompt) => {
    const stems = [...new Set(stemsOf(prompt))]
    const shared = stems.filter((stem) => words.has(stem)).length
    return shared / Math.max(1, Math.min(stems.length, words.size))
  })
  const best = Math.max(...scores)
  return best >= leastShare ? scores.indexOf(best) : undefined
}
