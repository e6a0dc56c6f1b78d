import { looksLikeNumber, type Table } from './read-table.ts'

export const columnRoles = ['phoneNumber', 'name', 'timezone', 'variable', 'none'] as const
export type ColumnRole = (typeof columnRoles)[number]

const usual: Readonly<Record<'phoneNumber' | 'name' | 'timezone', readonly string[]>> = {
  phoneNumber: [
    'phonenumber',
    'phone',
    'number',
    'mobile',
    'mobilenumber',
    'cell',
    'telephone',
    'tel',
  ],
  name: ['name', 'fullname', 'contact', 'contactname', 'recipient', 'nom', 'الاسم'],
  timezone: ['timezone', 'tz', 'timezoneid'],
}
const usualNumbers = ['telefon', 'téléphone', 'portable', 'mobil', 'الهاتف', 'الجوال']

const bare = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** What each column is, as far as its name or its values tell. */
export function guessRoles({ headers, rows }: Table): ColumnRole[] {
  const roles: ColumnRole[] = headers.map(() => 'variable')
  const take = (role: keyof typeof usual, column: number) => {
    if (column >= 0) roles[column] = role
    return column >= 0
  }
  const named = (names: readonly string[]) =>
    headers.findIndex(
      (header, column) => roles[column] === 'variable' && names.includes(bare(header)),
    )
  const found = take('phoneNumber', named([...usual.phoneNumber, ...usualNumbers.map(bare)]))
  if (!found)
    take(
      'phoneNumber',
      headers.findIndex((_, column) => mostlyNumbers(rows, column)),
    )
  take('name', named(usual.name))
  take('timezone', named(usual.timezone))
  return roles
}

const looksAt = 20

function mostlyNumbers(rows: Table['rows'], column: number): boolean {
  const cells = rows.slice(0, looksAt).map((row) => row[column] ?? '')
  return cells.length > 0 && cells.filter(looksLikeNumber).length * 2 > cells.length
}

/** A column has one role, and a role but `variable` and `none` one column. */
export function assignRole(
  roles: readonly ColumnRole[],
  column: number,
  role: ColumnRole,
): ColumnRole[] {
  const isShared = role === 'variable' || role === 'none'
  return roles.map((known, index) => {
    if (index === column) return role
    return known === role && !isShared ? 'variable' : known
  })
}

export type Consent = { readonly kind: string; readonly source: string }

export type SentPerson = {
  readonly phoneNumber: string
  readonly name?: string
  readonly timezone?: string
  readonly dynamicVariables: Readonly<Record<string, string>>
  readonly consent?: Consent
}

/** The rows as the API takes people. */
export function toPeople(
  table: Table,
  roles: readonly ColumnRole[],
  consent: Consent | undefined,
): SentPerson[] {
  const column = (role: ColumnRole) => roles.indexOf(role)
  const [number, name, zone] = [column('phoneNumber'), column('name'), column('timezone')]
  return table.rows.map((row) => ({
    phoneNumber: row[number] ?? '',
    ...(row[name] && { name: row[name] }),
    ...(row[zone] && { timezone: row[zone] }),
    dynamicVariables: Object.fromEntries(
      table.headers.flatMap((header, index) => {
        const value = row[index]
        return roles[index] === 'variable' && value ? [[header, value]] : []
      }),
    ),
    ...(consent && { consent }),
  }))
}

/** The same for a file that is uploaded as it is: columns by their names. */
export function toMapping({ headers }: Table, roles: readonly ColumnRole[]) {
  const named = (role: ColumnRole) => headers[roles.indexOf(role)]
  const [phoneNumber, name, timezone] = [named('phoneNumber'), named('name'), named('timezone')]
  const variables = headers.filter((_, index) => roles[index] === 'variable')
  return {
    ...(phoneNumber !== undefined && { phoneNumber }),
    ...(name !== undefined && { name }),
    ...(timezone !== undefined && { timezone }),
    variables: Object.fromEntries(variables.map((header) => [header, header])),
  }
}

export type Doubt = {
  readonly row: number
  readonly value: string
  readonly why: 'missing' | 'notANumber' | 'twice'
}

/** What will hardly be taken, before anything is sent. The server judges for good. */
export function doubtsOf(table: Table, roles: readonly ColumnRole[]): Doubt[] {
  const column = roles.indexOf('phoneNumber')
  const seen = new Set<string>()
  return table.rows.flatMap((cells, index): Doubt[] => {
    const value = cells[column] ?? ''
    const row = index + 1
    if (value === '') return [{ row, value, why: 'missing' }]
    if (!looksLikeNumber(value)) return [{ row, value, why: 'notANumber' }]
    const key = value.replaceAll(/\D/g, '')
    if (seen.has(key)) return [{ row, value, why: 'twice' }]
    seen.add(key)
    return []
  })
}
