import { type AttendeeFact, defined } from './facts-rules.ts'
import { commaList, itemsOf } from './list-rules.ts'
import { emailOf, flagOf, isMissing, type Item, type Report, textOf } from './value-rules.ts'

/** As many as a meeting of the API may have. */
const maxAttendees = 500

const nameOf = textOf(200)

/** The guests of a meeting, from one list or from three parallel ones. */
export function attendeesOf(
  sent: {
    readonly list: unknown
    readonly emails: unknown
    readonly names: unknown
    readonly external: unknown
  },
  report: Report,
): AttendeeFact[] {
  const items = itemsOf(sent.list)
  if (items === undefined) report('The list of invitees could not be read.')
  const read = (items ?? []).flatMap((item) => attendeeOf(item, report))
  const listed = read.length > 0 ? read : parallel(sent, report)
  if (listed.length > maxAttendees) report(`Only ${maxAttendees} invitees were kept.`)
  return unique(listed).slice(0, maxAttendees)
}

function attendeeOf(item: Item, report: Report): AttendeeFact[] {
  const { value } = item
  const plain = typeof value === 'string' ? fromText(value) : undefined
  const email = emailOf(plain?.email ?? item['email'], 'An invitee’s e-mail', report)
  const name = nameOf(
    plain?.name ?? item['name'] ?? item['matched_speaker_display_name'],
    'An invitee’s name',
    report,
  )
  if (email === undefined && name === undefined) return []
  const isExternal = flagOf(item['is_external'], 'is_external of an invitee', report)
  return [defined({ name, email, isExternal })]
}

/** `Ada Lovelace <ada@example.com>`, an address, or a name. */
function fromText(text: string): { name?: string | undefined; email?: string | undefined } {
  const [, name, email] = /^"?(.*?)"?\s*<([^<>]+)>$/.exec(text.trim()) ?? []
  if (email !== undefined) return { name, email }
  return text.includes('@') ? { email: text } : { name: text }
}

function parallel(
  sent: { readonly emails: unknown; readonly names: unknown; readonly external: unknown },
  report: Report,
): AttendeeFact[] {
  const emails = commaList(sent.emails)
  const names = commaList(sent.names)
  const flags = isMissing(sent.external) ? [] : commaList(sent.external)
  const count = Math.max(emails.length, names.length)
  // Names with commas in them cannot be told apart: then they belong to nobody.
  const aligned = names.length === count && (emails.length === count || emails.length === 0)
  if (!aligned && names.length > 0) report('The names and e-mails of the invitees do not match.')
  return Array.from({ length: emails.length > 0 ? emails.length : count }, (_, index) => {
    // One flag for all is what is left when they agree.
    const flag = flags.length === 1 ? flags[0] : flags[index]
    const item = { email: emails[index], name: aligned ? names[index] : undefined }
    return attendeeOf({ ...item, is_external: flag }, report)
  }).flat()
}

/** Two entries with one address are one person; the later one fills what the first left open. */
function unique(list: readonly AttendeeFact[]): AttendeeFact[] {
  const known = new Map<string, AttendeeFact>()
  for (const attendee of list) {
    const key = keyOf(attendee)
    known.set(key, { ...attendee, ...known.get(key) })
  }
  return [...known.values()]
}

/** What makes two entries the same person: the address, or else the name. */
export function keyOf({ email, name }: AttendeeFact): string {
  return email === undefined ? `name ${(name ?? '').trim().toLowerCase()}` : `email ${email}`
}
