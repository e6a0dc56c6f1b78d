import { lookUp } from './template-rules.ts'

type Operator = (value: unknown, wanted: unknown) => boolean

/** What an operator of an equation means; empty text and null are nothing. */
const operators = {
  equals: (value, wanted) => compare(value, wanted) === 0,
  not_equals: (value, wanted) => compare(value, wanted) !== 0,
  greater_than: (value, wanted) => isComparable(value, wanted) && compare(value, wanted) > 0,
  greater_than_or_equal: (value, wanted) =>
    isComparable(value, wanted) && compare(value, wanted) >= 0,
  less_than: (value, wanted) => isComparable(value, wanted) && compare(value, wanted) < 0,
  less_than_or_equal: (value, wanted) => isComparable(value, wanted) && compare(value, wanted) <= 0,
  contains: (value, wanted) => contains(value, wanted),
  not_contains: (value, wanted) => !contains(value, wanted),
  starts_with: (value, wanted) => plain(value).startsWith(plain(wanted)),
  ends_with: (value, wanted) => plain(value).endsWith(plain(wanted)),
  in: (value, wanted) => listOf(wanted).some((one) => compare(value, one) === 0),
  not_in: (value, wanted) => listOf(wanted).every((one) => compare(value, one) !== 0),
  exists: (value) => !isNothing(value),
  not_exists: (value) => isNothing(value),
  is_true: (value) => plain(value) === 'true',
  is_false: (value) => plain(value) === 'false',
} as const satisfies Record<string, Operator>

type OperatorName = keyof typeof operators

/** Other words for them, as different editors write. */
const otherNames: Readonly<Record<OperatorName, readonly string[]>> = {
  equals: ['==', '=', '===', 'eq', 'equal', 'equal_to', 'equals_to', 'is', 'is_equal_to'],
  not_equals: ['!=', '!==', '<>', 'ne', 'neq', 'not_equal', 'not_equal_to', 'is_not'],
  greater_than: ['>', 'gt', 'greater', 'is_greater_than', 'more_than'],
  greater_than_or_equal: ['>=', 'gte', 'ge', 'greater_than_or_equal_to', 'greater_or_equal'],
  less_than: ['<', 'lt', 'less', 'is_less_than'],
  less_than_or_equal: ['<=', 'lte', 'le', 'less_than_or_equal_to', 'less_or_equal'],
  contains: ['includes', 'include', 'has'],
  not_contains: ['does_not_contain', 'not_contain', 'excludes', 'not_includes'],
  starts_with: ['begins_with', 'start_with'],
  ends_with: ['end_with'],
  in: ['one_of', 'is_one_of', 'is_in'],
  not_in: ['not_one_of', 'is_not_one_of', 'is_not_in'],
  exists: ['is_set', 'exist', 'not_empty', 'is_not_empty', 'is_defined'],
  not_exists: ['is_not_set', 'not_exist', 'does_not_exist', 'empty', 'is_empty', 'is_undefined'],
  is_true: ['true'],
  is_false: ['false'],
}

const byName = new Map<string, Operator>(
  Object.entries(operators).flatMap(([name, operator]) =>
    [name, ...otherNames[name as OperatorName]].map((known) => [known, operator]),
  ),
)

export function isOperator(name: string): boolean {
  return byName.has(name)
}

export type Equation = {
  readonly logic?: 'all' | 'any' | null | undefined
  readonly conditions?:
    | readonly { readonly variable: string; readonly operator: string; readonly value?: unknown }[]
    | null
    | undefined
}

/** Whether a `structured_equation` holds for these variables. One without conditions never does. */
export function equationHolds(
  { logic, conditions }: Equation,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  if (!conditions || conditions.length === 0) return false
  const holds = (term: (typeof conditions)[number]) => {
    const name = term.variable.replace(/^\{\{\s*|\s*\}\}$/g, '')
    return byName.get(term.operator)?.(lookUp(variables, name), term.value) ?? false
  }
  return logic === 'any' ? conditions.some(holds) : conditions.every(holds)
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** Numbers and dates are said by models and forms as text: what looks like a number is one. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value.trim())
  return Number.isFinite(number) ? number : undefined
}

function plain(value: unknown): string {
  if (isNothing(value)) return ''
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim().toLowerCase()
}

function isComparable(value: unknown, wanted: unknown): boolean {
  return !isNothing(value) && !isNothing(wanted)
}

function compare(value: unknown, wanted: unknown): number {
  const [one, other] = [numberOf(value), numberOf(wanted)]
  if (one !== undefined && other !== undefined) return one - other
  const [text, otherText] = [plain(value), plain(wanted)]
  return text === otherText ? 0 : text < otherText ? -1 : 1
}

function contains(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => compare(one, wanted) === 0)
  return !isNothing(wanted) && plain(value).includes(plain(wanted))
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value]
}
