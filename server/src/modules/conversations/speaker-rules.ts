import type { SpeakerKind } from '@parley/contract'

/** Somebody of the workspace. */
export type Colleague = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly phoneE164: string | null
}

/** Somebody known to have been there: invited, or at the other end of the line. */
export type Guest = {
  readonly name: string | null
  readonly email: string | null
  readonly phoneE164: string | null
  readonly isExternal: boolean
  readonly contactId: string | null
}

export type People = {
  readonly colleagues: readonly Colleague[]
  readonly guests: readonly Guest[]
}

/** What a transcript says of somebody who speaks. */
export type Voice = {
  readonly name?: string | null
  readonly email?: string | null
  readonly phoneE164?: string | null
}

export type Matched = {
  readonly kind: SpeakerKind
  readonly userId: string | null
  readonly contactId: string | null
  readonly name: string | null
  readonly email: string | null
}

/** Anybody may have an address there, so it says nothing about whom they work for. */
const freeMailHosts = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com
   proton.me protonmail.com gmx.com gmx.de gmx.net web.de mail.com mail.ru yandex.ru qq.com 163.com
   orange.fr free.fr`.split(/\s+/),
)

/**
 * Who a voice is: by e-mail, then by number, then by name, each only where it means one person. An
 * address at a colleague's company makes a rep of somebody who is not a member.
 */
export function matchVoice(voice: Voice, { colleagues, guests }: People): Matched {
  const everybody = [...colleagues.map(asColleague), ...guests.map(asGuest)]
  const found =
    theOne(everybody, ({ emails }) => emails.includes(lower(voice.email))) ??
    theOne(everybody, ({ phone }) => phone !== null && phone === voice.phoneE164) ??
    byName(everybody, voice.name)
  if (found) {
    const { kind, userId, contactId } = found
    return {
      kind,
      userId,
      contactId,
      name: voice.name ?? found.name,
      email: voice.email ?? found.emails[0] ?? null,
    }
  }
  return {
    kind: isOfOurCompany(voice.email, colleagues) ? 'rep' : 'unknown',
    userId: null,
    contactId: null,
    name: voice.name ?? null,
    email: voice.email ?? null,
  }
}

/** Whether an address is at a company of the workspace's people. */
export function isOfOurCompany(
  email: string | null | undefined,
  colleagues: readonly Pick<Colleague, 'email'>[],
): boolean {
  const host = hostOf(email)
  if (host === '' || freeMailHosts.has(host)) return false
  return colleagues.some((colleague) => hostOf(colleague.email) === host)
}

type Person = {
  readonly kind: SpeakerKind
  readonly userId: string | null
  readonly contactId: string | null
  readonly name: string | null
  readonly emails: readonly string[]
  readonly phone: string | null
}

function asColleague({ userId, name, email, phoneE164 }: Colleague): Person {
  return { kind: 'rep', userId, contactId: null, name, emails: [lower(email)], phone: phoneE164 }
}

function asGuest({ name, email, phoneE164, isExternal, contactId }: Guest): Person {
  return {
    kind: isExternal ? 'customer' : 'rep',
    userId: null,
    contactId,
    name,
    emails: email ? [lower(email)] : [],
    phone: phoneE164,
  }
}

/** The full name, else a part of it that only one person has. */
function byName(people: readonly Person[], spoken: string | null | undefined): Person | undefined {
  const wanted = plainName(spoken)
  if (wanted === '') return undefined
  const exact = theOne(people, ({ name }) => plainName(name) === wanted)
  if (exact) return exact
  const words = wanted.split(' ')
  return theOne(people, ({ name }) => {
    const known = plainName(name).split(' ')
    const [fewer, more] = words.length < known.length ? [words, known] : [known, words]
    return fewer.length < more.length && fewer.every((word) => word !== '' && more.includes(word))
  })
}

/** A colleague may stand among the guests as well: they are one person. */
function theOne(people: readonly Person[], fits: (person: Person) => boolean): Person | undefined {
  const found = people.filter(fits)
  const [first] = found
  if (!first) return undefined
  const isSame = (other: Person) =>
    other.userId === first.userId && other.contactId === first.contactId
  const shared = (other: Person) => other.emails.some((email) => first.emails.includes(email))
  return found.every((other) => other === first || isSame(other) || shared(other))
    ? first
    : undefined
}

// A blank is no address: nothing is equal to what is missing.
const lower = (text: string | null | undefined) => (text ?? '').trim().toLowerCase() || ' '

function hostOf(email: string | null | undefined): string {
  return /@([^@\s]+)$/.exec((email ?? '').trim().toLowerCase())?.[1] ?? ''
}

/** Names are compared without accents, capitals, punctuation and double spaces. */
function plainName(name: string | null | undefined): string {
  return (name ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
