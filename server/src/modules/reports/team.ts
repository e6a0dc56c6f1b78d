import {
  conversationKinds,
  objectionTypes,
  type RepReport,
  type RepsReport,
  type ReportPerson,
  type TeamReport,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { countIn, ratio } from './figure-rules.ts'
import {
  type About,
  type Asked,
  type Frame,
  headOf,
  openFrame,
  toFigure,
  toFigures,
} from './frame.ts'
import { monthsOf } from './months.ts'
import { type MemberRow, selectMembers } from './queries.ts'
import { bestOf, mostImproved, type Person, ranksOf } from './rank-rules.ts'
import { type Pair, sumPairs, sumPeople } from './sums.ts'

export async function getTeamReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<TeamReport> {
  const frame = await openFrame(context, principal, asked)
  const people = await peopleOf(context, frame)
  const pair = sumPairs(people.map(({ counts, before }) => [counts, before]))
  const isTeam = frame.ownerId === null
  return {
    ...headOf(frame),
    ...bodyOf(frame, pair),
    best: isTeam ? mention(frame, bestOf(people)) : null,
    most_improved: isTeam ? mention(frame, mostImproved(people)) : null,
  }
}

type Named = Person & { readonly shown: ReportPerson; readonly isRep: boolean }

/** Reps, and whoever else has something in the ranges; by name. */
async function peopleOf(context: Context, frame: Frame): Promise<Named[]> {
  const [members, sums] = await Promise.all([
    selectMembers(context.db, frame.workspaceId),
    sumPeople(context, frame, 'counts'),
  ])
  const known = members.filter(({ userId }) => !frame.ownerId || frame.ownerId === userId)
  const ids = new Set(members.map(({ userId }) => userId))
  const gone = [...sums.keys()].filter((userId) => !ids.has(userId))
  const all = [
    ...known.map((member) => ({ shown: toPerson(member), isRep: member.isRep })),
    ...gone.map((userId) => ({ shown: formerMember(userId), isRep: false })),
  ]
  return all.map(({ shown, isRep }) => {
    const [counts, before] = sums.get(shown.user_id) ?? [{}, {}]
    return { userId: shown.user_id, counts, before, shown, isRep }
  })
}

export const toPerson = ({ userId, name, email }: MemberRow): ReportPerson => ({
  user_id: userId,
  name,
  email,
})

export const formerMember = (userId: string): ReportPerson => ({
  user_id: userId,
  name: 'Former member',
  email: null,
})

function mention(frame: Frame, person: Named | undefined): TeamReport['best'] {
  if (!person) return null
  const { counts, before, shown, userId } = person
  const { average_score } = toFigures(frame, [counts, before], { ownerId: userId })
  return { ...shown, average_score }
}

/** What teams and reps have alike. */
function bodyOf(frame: Frame, [now, before]: Pair, about: About = {}) {
  return {
    figures: toFigures(frame, [now, before], about),
    by_kind: kindsOf(frame, [now, before], about),
    objections: objectionTypes.flatMap((type) => {
      const ofType = { ...about, filters: { ...about.filters, objection: type } }
      const [met, mastered] = [`objection.met.${type}`, `objection.mastered.${type}`]
      if (countIn(now, met) + countIn(before, met) === 0) return []
      const made = (name: string, sample: string) =>
        [now, before].map((one) => ({ value: countIn(one, name), sample: countIn(one, sample) }))
      const share = [now, before].map((one) => ratio(countIn(one, mastered), countIn(one, met)))
      return [
        {
          type,
          met: toFigure(frame, 'objections_met', pairOf(made(met, 'evaluated')), ofType),
          mastered: toFigure(frame, 'objections_mastered', pairOf(made(mastered, met)), ofType),
          mastery: toFigure(frame, 'objection_mastery', pairOf(share), ofType),
        },
      ]
    }),
  }
}

const nothing = { value: null, sample: 0 }

function pairOf<T>([now, before]: readonly T[]): readonly [T, T] {
  return [now ?? (nothing as T), before ?? (nothing as T)]
}

export function kindsOf(frame: Frame, pair: Pair, about: About = {}): TeamReport['by_kind'] {
  return conversationKinds.map((kind) => {
    const made = pair.map((counts) => {
      const count = countIn(counts, `kind.${kind}`)
      return { value: count, sample: count }
    })
    const calls = toFigure(frame, 'calls', pairOf(made), { ...about, filters: { kind } })
    return { kind, calls }
  })
}

export async function getRepsReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<RepsReport> {
  const frame = await openFrame(context, principal, asked)
  // Ranks are among all, whoever may see the others' figures.
  const everybody = await peopleOf(context, { ...frame, ownerId: null })
  const ranks = ranksOf(everybody)
  const rankOf = ({ userId }: Person) => ranks.get(userId) ?? null
  const listed = everybody.filter(
    ({ userId, isRep, counts, before }) =>
      (frame.ownerId === null || frame.ownerId === userId) &&
      (isRep ||
        userId === frame.ownerId ||
        countIn(counts, 'calls') + countIn(before, 'calls') > 0),
  )
  return {
    ...headOf(frame),
    ranked: ranks.size,
    reps: listed
      .toSorted((a, b) => (rankOf(a) ?? Infinity) - (rankOf(b) ?? Infinity) || 0)
      .map((person) => ({
        ...person.shown,
        rank: rankOf(person),
        figures: toFigures(frame, [person.counts, person.before], { ownerId: person.userId }),
      })),
  }
}

export async function getRepReport(
  context: Context,
  principal: Principal,
  { userId, ...asked }: Asked & { readonly userId: string },
): Promise<RepReport> {
  const missing = () => new AppError('MEMBER_NOT_FOUND', `No member has the id ${userId}.`)
  if (!principal.seesAllRows && userId !== principal.userId) throw missing()
  const frame = await openFrame(context, principal, { ...asked, owner_id: userId })
  const everybody = await peopleOf(context, { ...frame, ownerId: null })
  const person = everybody.find((one) => one.userId === userId)
  if (!person) throw missing()
  const ranks = ranksOf(everybody)
  return {
    ...headOf(frame),
    ...person.shown,
    rank: ranks.get(userId) ?? null,
    ranked: ranks.size,
    ...bodyOf(frame, [person.counts, person.before]),
    months: await monthsOf(context, frame),
  }
}
