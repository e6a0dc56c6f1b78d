import type { AttendeeFact, MeetingFields } from './facts-rules.ts'

type Member = { readonly userId: string; readonly name: string; readonly email: string }

/** Who recorded, among the members: by e-mail, then by a name that only one of them has. */
export function recorderOf(
  { owner_email, owner_name }: MeetingFields,
  members: readonly Member[],
): string | undefined {
  const byEmail = members.find(({ email }) => email.toLowerCase() === owner_email)
  if (byEmail) return byEmail.userId
  const wanted = plain(owner_name)
  const byName = members.filter(({ name }) => wanted !== '' && plain(name) === wanted)
  return byName.length === 1 ? byName[0]?.userId : undefined
}

/** A member is never external, whatever the door says; without its word the address decides. */
export function isExternal(
  { name, email, isExternal: said }: AttendeeFact,
  members: readonly Member[],
  isOurs: (email: string) => boolean,
): boolean {
  if (email === undefined) return said ?? !members.some((one) => plain(one.name) === plain(name))
  if (members.some((one) => one.email.toLowerCase() === email)) return false
  return said ?? !isOurs(email)
}

/** First and last name of a new contact; without a name the address has to do. */
export function namesOf({ name, email = '' }: AttendeeFact): {
  readonly first_name: string
  readonly last_name: string | null
} {
  const [first, ...rest] = (name ?? '').trim().split(/\s+/).filter(Boolean)
  if (first === undefined) {
    return { first_name: (email.split('@')[0] ?? email).slice(0, 100), last_name: null }
  }
  return { first_name: first.slice(0, 100), last_name: rest.join(' ').slice(0, 100) || null }
}

function plain(name: string | undefined): string {
  return (name ?? '').trim().toLowerCase().replace(/\s+/g, ' ')
}
