import {
  isGoodbye,
  isGreeting,
  isQuestion,
  isRefusal,
  isThanks,
  toolFor,
  wantsPerson,
} from './intents.ts'
import { fill, phrases } from './phrases.ts'
import type { Field, Plan } from './plan.ts'
import { afterYesOrNo, type Language, offersValue, understand, yesOrNo } from './spoken-values.ts'

/** What there is to do for an answer, in order. */
export type Action =
  | { readonly do: 'say'; readonly text: string }
  /** Look it up, then go on with `afterSearch`. */
  | { readonly do: 'search'; readonly query: string; readonly isQuestion: boolean }
  /** Use it, then go on with `afterTool`. */
  | { readonly do: 'tool'; readonly name: string; readonly arguments: Values }
  | { readonly do: 'hand-over' }
  /** The goodbye is the last thing said before. */
  | { readonly do: 'end'; readonly farewell: string }

type Values = Readonly<Record<string, unknown>>

type Asking = {
  readonly field: Field
  /** What was understood, while it waits for a yes. */
  readonly heard?: { readonly value: unknown; readonly spoken: string }
  readonly tries: number
}

/** Where a conversation stands. Never changed; each step makes the next. */
export type Standing = {
  /** Found out for the outcome. */
  readonly values: Values
  /** What tools were used with: not asked for again, but a further use has values of its own. */
  readonly done: Values
  /** Fields that were given up. */
  readonly skipped: readonly string[]
  readonly asking: Asking | undefined
  readonly tool: { readonly name: string; readonly values: Values } | undefined
  /** The question "anything else?" was the last thing said. */
  readonly isWindingUp: boolean
  readonly hasEnded: boolean
}

export const beginning: Standing = {
  values: {},
  done: {},
  skipped: [],
  asking: undefined,
  tool: undefined,
  isWindingUp: false,
  hasEnded: false,
}

export type Step = { readonly standing: Standing; readonly actions: readonly Action[] }

export type Setting = { readonly plan: Plan; readonly language: Language; readonly now: Date }

/** Wrong answers to one question before it is left. */
const maxTries = 3
/** Nobody wishes for something in fewer words while they are asked for something else. */
const leastOfWish = 4
/** Values that are easily misheard are said back. */
const confirmed = new Set([
  'name',
  'email',
  'phone',
  'date',
  'datetime',
  'number',
  'integer',
  'text',
])

/** What can be told apart from the rest of a wish. */
const toldAtOnce = new Set(['date', 'datetime', 'email', 'phone'])

const say = (text: string): Action => ({ do: 'say', text })

/** What the agent does about what the caller said. */
export function hear(setting: Setting, standing: Standing, text: string): Step {
  const words = phrases[setting.language]
  if (standing.hasEnded) return { standing, actions: [] }
  if (text.trim() === '') return { standing, actions: [say(words.notHeard)] }
  if (isGoodbye(text)) return end(setting, standing)
  if (wantsPerson(text)) {
    if (setting.plan.canHandOver)
      return { standing, actions: [say(words.handOver), { do: 'hand-over' }] }
    return goOn(setting, standing, [say(words.noHandOver)])
  }
  if (standing.asking?.heard) return hearConfirmation(setting, standing, standing.asking, text)
  if (standing.asking) return hearAnswer(setting, standing, standing.asking, text)
  if (standing.isWindingUp && yesOrNo(text) === false && afterYesOrNo(text).length < 20) {
    return end(setting, standing)
  }
  return hearWish(setting, { ...standing, isWindingUp: false }, text)
}

function hearConfirmation(
  setting: Setting,
  standing: Standing,
  asking: Asking,
  text: string,
): Step {
  const { field, heard } = asking
  const answer = yesOrNo(text)
  if (answer === true && heard) return keep(setting, standing, field, heard.value)
  const rest = answer === false ? afterYesOrNo(text) : text
  const corrected = rest.length > 1 ? understand(field, rest, setting) : undefined
  if (corrected)
    return heardValue(setting, standing, { ...asking, tries: asking.tries + 1 }, corrected)
  return askAgain(setting, standing, asking, phrases[setting.language].again)
}

function hearAnswer(setting: Setting, standing: Standing, asking: Asking, text: string): Step {
  const { field } = asking
  if (isRefusal(text) && !field.isRequired) return leave(setting, standing, field)
  // A question in between is answered, and ours asked again.
  if (isQuestion(text) && field.kind !== 'boolean') {
    return { standing, actions: [{ do: 'search', query: text, isQuestion: true }] }
  }
  if (isWishInstead(setting, standing, field, text)) {
    return hearWish(setting, { ...standing, asking: undefined }, text)
  }
  const understood = understand(field, text, setting)
  if (understood) return heardValue(setting, standing, asking, understood)
  if (isRefusal(text)) return leave(setting, standing, field)
  return askAgain(setting, standing, asking, retryOf(setting, field))
}

/** "I would like to book a demo" is no name, although it was asked for. */
function isWishInstead(setting: Setting, { tool }: Standing, field: Field, text: string): boolean {
  if (tool || text.trim().split(/\s+/).length < leastOfWish) return false
  const isAnswer =
    field.kind === 'name'
      ? offersValue(field, text, setting)
      : understand(field, text, setting) !== undefined
  return !isAnswer && toolFor(text, setting.plan.tools) !== undefined
}

function heardValue(
  setting: Setting,
  standing: Standing,
  asking: Asking,
  heard: NonNullable<Asking['heard']>,
): Step {
  const { field } = asking
  if (!confirmed.has(field.kind)) return keep(setting, standing, field, heard.value)
  if (asking.tries >= maxTries) return keep(setting, standing, field, heard.value)
  const text = fill(phrases[setting.language].confirm, { value: heard.spoken })
  return { standing: { ...standing, asking: { ...asking, heard } }, actions: [say(text)] }
}

function askAgain(setting: Setting, standing: Standing, asking: Asking, why: string): Step {
  const tries = asking.tries + 1
  if (tries >= maxTries) return leave(setting, standing, asking.field)
  const next = { ...standing, asking: { field: asking.field, tries } }
  return { standing: next, actions: [say(`${why} ${question(setting, asking.field)}`)] }
}

function keep(setting: Setting, standing: Standing, field: Field, value: unknown): Step {
  const { tool } = standing
  const next: Standing = tool
    ? {
        ...standing,
        asking: undefined,
        tool: { ...tool, values: { ...tool.values, [field.name]: value } },
      }
    : { ...standing, asking: undefined, values: { ...standing.values, [field.name]: value } }
  return goOn(setting, next, [])
}

function leave(setting: Setting, standing: Standing, field: Field): Step {
  const skipped = [...standing.skipped, field.name]
  // A tool that lacks what it needs is not used.
  const tool = field.isRequired ? undefined : standing.tool
  const next = { ...standing, asking: undefined, skipped, tool }
  return goOn(setting, next, [say(phrases[setting.language].skip)])
}

function hearWish(setting: Setting, standing: Standing, text: string): Step {
  const words = phrases[setting.language]
  if (isGreeting(text)) return goOn(setting, standing, [], words.hello)
  if (isThanks(text)) return goOn(setting, standing, [say(words.thanks)])
  const tool = toolFor(text, setting.plan.tools)
  if (
    tool &&
    !(isQuestion(text) && tool.fields.length > 0 && !/\b(can|could|would)\b/i.test(text))
  ) {
    const values = valuesAtOnce(setting, tool.fields, text, standing.values)
    return begin(setting, { ...standing, tool: { name: tool.name, values } }, tool.fields, text)
  }
  const field = nextField(setting, standing)
  const isAsking = isQuestion(text)
  if (field && !isAsking) {
    if (offersValue(field, text, setting)) {
      return hearAnswer(setting, standing, { field, tries: 0 }, text)
    }
    if (text.split(/\s+/).length <= 3) return goOn(setting, standing, [])
  }
  return { standing, actions: [{ do: 'search', query: text, isQuestion: isAsking }] }
}

/** What the wish itself says already, such as "book me in for Friday at three", is said back. */
function begin(setting: Setting, standing: Standing, fields: readonly Field[], text: string): Step {
  const start = say(phrases[setting.language].toolStart)
  for (const field of fields) {
    if (standing.tool?.values[field.name] !== undefined || !toldAtOnce.has(field.kind)) continue
    const heard = understand(field, text, setting)
    if (!heard) continue
    const step = heardValue(setting, standing, { field, tries: 0 }, heard)
    return { ...step, actions: [start, ...step.actions] }
  }
  return goOn(setting, standing, [start])
}

/** What is known already, and what was chosen with the wish. */
function valuesAtOnce(
  setting: Setting,
  fields: readonly Field[],
  text: string,
  known: Values,
): Values {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const chosen = field.kind === 'choice' ? understand(field, text, setting)?.value : undefined
    const value = known[field.name] ?? chosen
    if (value !== undefined) values[field.name] = value
  }
  return values
}

/** A passage of the knowledge base that may answer. */
export type Passage = { readonly text: string; readonly source: string }

/**
 * What is said once the knowledge base was looked up; undefined: nothing there answers. What was no
 * question needs no answer, as long as there is something to ask.
 */
export function afterSearch(
  setting: Setting,
  standing: Standing,
  answer: Passage | undefined,
  isQuestion = true,
): Step {
  const words = phrases[setting.language]
  if (!answer && !isQuestion && nextField(setting, standing)) return goOn(setting, standing, [])
  const said = answer
    ? fill(words.source, { answer: answer.text, source: answer.source })
    : words.unknown
  if (!standing.asking) return goOn(setting, standing, [say(said)])
  return { standing, actions: [say(said), say(question(setting, standing.asking.field))] }
}

export function afterTool(
  setting: Setting,
  standing: Standing,
  result: { readonly text: string; readonly isError: boolean },
): Step {
  const words = phrases[setting.language]
  const said = result.isError
    ? words.toolFailed
    : fill(words.toolDone, { result: inWords(result.text) })
  const done = result.isError ? standing.done : { ...standing.done, ...standing.tool?.values }
  return goOn(setting, { ...standing, done, tool: undefined }, [say(said.trim())])
}

/** Goes on with what is missing: for the tool, then for the outcome. */
function goOn(
  setting: Setting,
  standing: Standing,
  before: readonly Action[],
  idle = phrases[setting.language].anythingElse,
): Step {
  const { tool } = standing
  const planned = setting.plan.tools.find(({ name }) => name === tool?.name)
  const field = nextField(setting, standing)
  if (tool && planned && !field) {
    const use: Action = { do: 'tool', name: tool.name, arguments: tool.values }
    return { standing: { ...standing, asking: undefined }, actions: [...before, use] }
  }
  if (field) {
    const next = { ...standing, asking: { field, tries: 0 } }
    return { standing: next, actions: [...before, say(question(setting, field))] }
  }
  const isComplete = setting.plan.fields.length > 0 && before.length === 0
  const noted = isComplete ? [say(phrases[setting.language].allNoted)] : []
  const next = { ...standing, asking: undefined, isWindingUp: true }
  return { standing: next, actions: [...before, ...noted, say(idle)] }
}

function nextField(
  { plan }: Setting,
  { tool, values, done, skipped }: Standing,
): Field | undefined {
  const planned = plan.tools.find(({ name }) => name === tool?.name)
  if (tool && planned) {
    return planned.fields.find(
      ({ name, isRequired }) => isRequired && tool.values[name] === undefined,
    )
  }
  const known = { ...done, ...values }
  return plan.fields.find(({ name }) => known[name] === undefined && !skipped.includes(name))
}

function end(setting: Setting, standing: Standing): Step {
  const farewell = phrases[setting.language].goodbye
  const next = { ...standing, hasEnded: true, asking: undefined }
  return { standing: next, actions: [{ do: 'end', farewell }] }
}

function question({ language }: Setting, field: Field): string {
  const words = phrases[language]
  const { label, kind } = field
  if (kind === 'choice')
    return fill(words.askChoice, { field: label, choices: listed(field, words.or) })
  if (kind === 'boolean') return fill(words.askYesNo, { field: label })
  if (kind === 'email') return fill(words.askSpelt, { field: label })
  return fill(words.ask, { field: label })
}

function retryOf({ language }: Setting, field: Field): string {
  const { retry, or } = phrases[language]
  const kinds: Readonly<Partial<Record<Field['kind'], keyof typeof retry>>> = {
    email: 'email',
    phone: 'phone',
    date: 'date',
    datetime: 'date',
    number: 'number',
    integer: 'number',
    choice: 'choice',
  }
  return fill(retry[kinds[field.kind] ?? 'other'], { choices: listed(field, or) })
}

function listed({ choices = [] }: Field, or: string): string {
  const words = choices.map((choice) => choice.replaceAll(/[_-]+/g, ' '))
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${or} ${last}`
}

/** Longer results are for the record, not for the ear. */
const longestSpokenResult = 240

/** A tool's answer as somebody would say it: its message where it has one. */
function inWords(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text.length <= longestSpokenResult ? text : ''
  }
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  const fields = value as Readonly<Record<string, unknown>>
  for (const name of ['message', 'summary', 'text', 'answer', 'result']) {
    const found = fields[name]
    if (typeof found === 'string' && found.length <= longestSpokenResult) return found
  }
  const plain = Object.entries(fields)
    .filter(([, item]) => ['string', 'number'].includes(typeof item))
    .map(([name, item]) => `${name.replaceAll(/[_-]+/g, ' ')}: ${String(item)}`)
    .join(', ')
  return plain.length <= longestSpokenResult ? plain : ''
}
