import type { PlannedTool } from './plan.ts'

/** What the caller wants, as far as words tell. */

const goodbyes =
  /^(ok(ay)?[,. ]+)?(thanks?( you)?( very much)?[,. ]+)?(good ?bye|bye( bye)?|see you|that'?s all|that is all|nothing else|have a (nice|good) (day|one)|hang up|au revoir|bonne journée|c'est tout|à bientôt|مع السلامة|وداعا|إلى اللقاء|هذا كل شيء)/iu
const thanks = /^(thanks|thank you|cheers|merci|شكرا|شكراً)/iu
const greetings =
  /^(hi|hello|hey|good (morning|afternoon|evening)|bonjour|bonsoir|salut|مرحبا|السلام عليكم|أهلا|اهلا)[\s,.!،]*$/iu
const people =
  /\b(speak|talk|connect me|put me through|transfer me)\b.*\b(human|person|someone|somebody|agent|colleague|representative|manager)\b|\b(real|live) (person|human)\b|parler à (un|une|quelqu)|conseiller|أتحدث (مع|إلى) (شخص|موظف)/iu
const refusals =
  /^(i )?(don'?t know|do not know|no idea|not sure|skip( it| that)?|i'?d rather not( say)?|i prefer not( to)?|none|je ne sais pas|aucune idée|passez|لا أعرف|لا اعرف)/iu
const questions =
  /[?؟]\s*$|^(what|when|where|who|whose|which|why|how|do you|does|can (you|i)|could you|is there|are there|is it|are you|have you|tell me about|quel|quelle|quels|quelles|quand|où|qui|pourquoi|comment|combien|est-ce que|avez-vous|pouvez-vous|ما|متى|أين|اين|من هو|لماذا|كيف|كم|هل)(?![\p{L}])/iu

export const isGoodbye = (text: string) => goodbyes.test(text.trim())
export const isThanks = (text: string) => thanks.test(text.trim()) && text.length < 40
export const isGreeting = (text: string) => greetings.test(text.trim())
export const wantsPerson = (text: string) => people.test(text)
export const isRefusal = (text: string) => refusals.test(text.trim())
export const isQuestion = (text: string) => questions.test(text.trim())

/** Words that say nothing about what a tool does. */
const empty = new Set(
  'the and for with from this that you your our are can will would like want need please have has get use used tool call when customer user caller their them into about new make les des une pour avec dans'.split(
    ' ',
  ),
)

/** What people say for the same thing, by how the words begin. */
const kindred: readonly (readonly string[])[] = [
  'book schedul reserv arrang réserv planifi organis حجز احجز',
  'demo meet appoint presentation slot visit démo rendez réunion présentation موعد اجتماع',
  'cancel annul إلغاء ألغ',
].map((words) => words.split(' '))

/** How much a word of a tool's name counts: said as it is, or by a word that means the same. */
const weight = { same: 3, kindred: 2, wished: 1, described: 1 }
const enough = 3
const wishes = /\b(want|would like|'d like|need|please|voudrais|aimerais|besoin)\b|أريد|اريد|أود/iu

/**
 * The tool whose name or description shares enough with what was said; undefined: none. A word of the
 * name counts as much as three of the description; another word for it, as long as it is wished for.
 */
export function toolFor(text: string, tools: readonly PlannedTool[]): PlannedTool | undefined {
  const said = new Set(stemsOf(text))
  const kinds = new Set([...said].map(kindOf))
  const isWish = wishes.test(text)
  const scoreOf = (tool: PlannedTool): number => {
    const inName = [...new Set(stemsOf(tool.name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')))]
    const inText = [...new Set(stemsOf(tool.description))].filter((stem) => !inName.includes(stem))
    const same = inName.filter((stem) => said.has(stem))
    const alike = inName.filter((stem) => !said.has(stem) && isAmong(kinds, kindOf(stem)))
    const wished = isWish && alike.length > 0 ? weight.wished : 0
    const described = inText.filter((stem) => said.has(stem)).length * weight.described
    return same.length * weight.same + alike.length * weight.kindred + wished + described
  }
  const scored = tools.map((tool) => ({ tool, score: scoreOf(tool) }))
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  return best && best.score >= enough ? best.tool : undefined
}

/** Which kindred words it belongs to; -1: none. */
function kindOf(stem: string): number {
  return kindred.findIndex((words) => words.some((word) => stem.startsWith(word)))
}

const isAmong = (kinds: ReadonlySet<number>, kind: number) => kind >= 0 && kinds.has(kind)

/** Words without their endings: "booking" and "booked" are "book". */
export function stemsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => word.length > 2 && !empty.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(ings?|ed|es|s|er|ments?)$/u, '') : word))
}
