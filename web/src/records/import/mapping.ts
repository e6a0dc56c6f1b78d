import { tOr } from '../../i18n/index.ts'
import type { FieldView, ResourceView } from '../resource-view.ts'
import { comparable, type DayOrder, readDay, readFlag, readNumber } from './cell-rules.ts'

/** Column of the file → field of the record; columns without one are left out. */
export type Mapping = readonly (string | undefined)[]

/** Other names that files have for fields. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  email: ['mail', 'emailaddress', 'courriel', 'adresseemail'],
  phone: ['telephone', 'mobile', 'tel', 'phonenumber', 'mobilephone'],
  first_name: ['givenname', 'prenom', 'forename'],
  last_name: ['surname', 'familyname', 'nomdefamille'],
  full_name: ['name', 'contact', 'contactname', 'nomcomplet'],
  title: ['jobtitle', 'position', 'fonction', 'dealname', 'opportunity', 'subject', 'name'],
  name: ['company', 'companyname', 'account', 'accountname', 'organization', 'organisation'],
  company_id: ['company', 'companyname', 'account', 'accountname', 'organization', 'organisation'],
  primary_contact_id: ['contact', 'contactemail', 'primarycontact'],
  website: ['domain', 'url', 'web', 'homepage', 'site'],
  expected_close_date: ['closedate', 'closingdate', 'expectedclose'],
  value: ['amount', 'dealvalue', 'montant'],
  lead_source: ['source', 'origin', 'leadorigin'],
  linkedin_url: ['linkedin', 'linkedinprofile'],
  owner_id: ['owner', 'rep', 'salesrep', 'assignedto', 'accountowner'],
}

/** Fields that a file can fill, those made of others first. */
export function importable({ fields, fromFile }: ResourceView): FieldView[] {
  const made = fields.filter(({ name }) => Object.hasOwn(fromFile?.madeOf ?? {}, name))
  return [...made, ...fields.filter(({ readOnly, noForm }) => !readOnly && !noForm)]
}

/** What each column most likely is; no field twice. */
export function guessMapping(
  headers: readonly string[],
  fields: readonly FieldView[],
  labelOf: (field: FieldView) => string,
): Mapping {
  const taken = new Set<string>()
  const exact = headers.map((header) => comparable(header))
  const namesOf = (field: FieldView) => [
    comparable(field.name.replace(/_id$|_url$/, '')),
    comparable(field.name),
    comparable(labelOf(field)),
  ]
  const take = (found: FieldView | undefined) => {
    if (found) taken.add(found.name)
    return found?.name
  }
  const free = ({ name }: FieldView) => !taken.has(name)
  const first = exact.map((header) =>
    take(fields.find((field) => free(field) && namesOf(field).includes(header))),
  )
  return first.map(
    (known, column) =>
      known ??
      take(
        fields.find(
          (field) => free(field) && otherNames[field.name]?.includes(exact[column] ?? '') === true,
        ),
      ),
  )
}

/** What a cell is turned into an id by: names and addresses in small letters. */
export type Known = {
  readonly people: ReadonlyMap<string, string>
  readonly stages: ReadonlyMap<string, string>
  readonly companies: ReadonlyMap<string, string>
  readonly contacts: ReadonlyMap<string, string>
}

export type Reading = {
  readonly view: ResourceView
  readonly mapping: Mapping
  readonly dayOrder: DayOrder
  readonly known: Known
  /** Companies that nobody knows are made; otherwise they are mistakes. */
  readonly makesCompanies: boolean
}

/** A row of the file as the API takes it, or what is wrong with it. */
export type Prepared = {
  /** In the file, whose first line is the header. */
  readonly line: number
  readonly body: Readonly<Record<string, unknown>>
  readonly mistakes: readonly Mistake[]
  /** Name of a company that has to be made first. */
  readonly newCompany?: string
}

export type Mistake = { readonly field: FieldView; readonly text: string }

export function keyOfName(text: string): string {
  return text.trim().toLowerCase()
}

export function prepareRow(cells: readonly string[], line: number, reading: Reading): Prepared {
  const { view, mapping } = reading
  const body: Record<string, unknown> = {}
  const mistakes: Mistake[] = []
  let newCompany: string | undefined
  for (const [column, name] of mapping.entries()) {
    const text = cells[column]?.trim()
    const field = view.fields.find((one) => one.name === name)
    if (!field || !text) continue
    const made = view.fromFile?.madeOf?.[field.name]
    if (made) {
      Object.assign(body, made(text))
      continue
    }
    const value = readCell(field, text, reading)
    if (value !== undefined) body[field.name] = value
    else if (isNewCompany(field, reading)) newCompany = text
    else mistakes.push({ field, text })
  }
  return { line, body, mistakes, ...(newCompany !== undefined && { newCompany }) }
}

const isNewCompany = ({ kind }: FieldView, { makesCompanies }: Reading) =>
  kind === 'company' && makesCompanies

type Reader = (text: string, reading: Reading, field: FieldView) => unknown

const readers: Partial<Record<FieldView['kind'], Reader>> = {
  money: readNumber,
  count: readNumber,
  percent(text) {
    const number = readNumber(text)
    return number === undefined ? undefined : Math.round(number)
  },
  flag: readFlag,
  day: (text, { dayOrder }) => readDay(text, dayOrder),
  choice: (text, _reading, field) => readChoice(text, field),
  person: (text, { known }) => known.people.get(keyOfName(text)),
  stage: (text, { known }) => known.stages.get(keyOfName(text)),
  company: (text, { known }) => known.companies.get(keyOfName(text)),
  contact: (text, { known }) => known.contacts.get(keyOfName(text)),
}

function readCell(field: FieldView, text: string, reading: Reading): unknown {
  const read = readers[field.kind]
  return read ? read(text, reading, field) : text
}

/** By its value or by the words that the reader sees for it. */
function readChoice(text: string, { choices }: FieldView): string | undefined {
  const wanted = comparable(text)
  return choices?.values.find(
    (value) =>
      comparable(value) === wanted ||
      comparable(tOr(`${choices.words}.${value}`, value)) === wanted,
  )
}

/** Lines whose key stands further up already; the key is what existing records are found by. */
export function repeatedLines(
  rows: readonly Prepared[],
  by: string | undefined,
): ReadonlyMap<number, number> {
  const first = new Map<string, number>()
  const repeated = new Map<number, number>()
  if (by === undefined) return repeated
  for (const { line, body } of rows) {
    const value = body[by]
    if (typeof value !== 'string') continue
    const key = keyOfName(value)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, line)
    else repeated.set(line, earlier)
  }
  return repeated
}
