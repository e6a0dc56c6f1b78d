import type { RecipientMapping } from '@parley/contract'

/** Which column of a file is what, by its place. */
export type Columns = {
  readonly phoneNumber: number
  readonly name: number | undefined
  readonly timezone: number | undefined
  readonly variables: readonly (readonly [variable: string, column: number])[]
}

const usual = {
  phoneNumber: [
    'phonenumber',
    'phone',
    'number',
    'mobile',
    'mobilenumber',
    'cell',
    'cellphone',
    'telephone',
    'tel',
    'tonumber',
    'msisdn',
  ],
  name: ['name', 'fullname', 'contact', 'contactname', 'recipient'],
  timezone: ['timezone', 'tz', 'timezoneid'],
}

const bare = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Finds the columns by the mapping, or by their usual names. The others are variables. */
export function columnsOf(
  head: readonly string[],
  mapping: RecipientMapping = {},
): Columns | { readonly message: string } {
  const named = (wanted: string) => head.findIndex((name) => bare(name) === bare(wanted))
  const find = (field: keyof typeof usual): number => {
    const wanted = mapping[field]
    if (wanted !== undefined) return named(wanted)
    return head.findIndex((name) => usual[field].includes(bare(name)))
  }
  const phoneNumber = find('phoneNumber')
  if (phoneNumber < 0) {
    return { message: "No column has the numbers; name it in 'mapping.phoneNumber'." }
  }
  const others = { name: find('name'), timezone: find('timezone') }
  for (const field of ['name', 'timezone'] as const) {
    if (mapping[field] !== undefined && others[field] < 0) {
      return { message: `There is no column '${mapping[field]}'.` }
    }
  }
  const variables = variableColumns(head, mapping, [phoneNumber, others.name, others.timezone])
  if (!Array.isArray(variables)) return variables as { message: string }
  return {
    phoneNumber,
    name: others.name < 0 ? undefined : others.name,
    timezone: others.timezone < 0 ? undefined : others.timezone,
    variables,
  }
}

function variableColumns(
  head: readonly string[],
  mapping: RecipientMapping,
  taken: readonly number[],
): (readonly [string, number])[] | { readonly message: string } {
  if (mapping.variables === undefined) {
    return head
      .map((name, column) => [name.trim(), column] as const)
      .filter(([name, column]) => name !== '' && !taken.includes(column))
  }
  const columns: (readonly [string, number])[] = []
  for (const [variable, wanted] of Object.entries(mapping.variables)) {
    const column = head.findIndex((name) => bare(name) === bare(wanted))
    if (column < 0) return { message: `There is no column '${wanted}'.` }
    columns.push([variable, column])
  }
  return columns
}

/** A line of a file in the shape of a recipient in JSON. */
export function rowOf(columns: Columns, line: readonly string[]): Record<string, unknown> {
  const at = (column: number | undefined) => (column === undefined ? undefined : line[column])
  const variables: Record<string, string> = {}
  for (const [variable, column] of columns.variables) {
    const value = line[column]
    if (value !== undefined && value !== '') variables[variable] = value
  }
  return {
    phoneNumber: at(columns.phoneNumber),
    name: at(columns.name),
    timezone: at(columns.timezone) || undefined,
    dynamicVariables: variables,
  }
}
