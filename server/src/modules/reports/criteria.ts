import type { CriteriaReport } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { countIn, type Made, ratio } from './figure-rules.ts'
import { type Asked, type Frame, headOf, openFrame, toFigure } from './frame.ts'
import { selectMembers, selectScorecards } from './queries.ts'
import { type Pair, sumPairs, sumPeople } from './sums.ts'
import { formerMember, toPerson } from './team.ts'

type Criterion = { readonly scorecardId: string; readonly key: string }

export async function getCriteriaReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<CriteriaReport> {
  const frame = await openFrame(context, principal, asked)
  const [people, members] = await Promise.all([
    sumPeople(context, frame, 'criteria'),
    selectMembers(context.db, frame.workspaceId),
  ])
  const team = sumPairs(people.values())
  const criteria = await nameCriteria(context, frame, team)
  const known = new Map(members.map((member) => [member.userId, toPerson(member)]))
  const persons = [...people]
    .filter(([, pair]) => pair.some((sums) => Object.keys(sums).length > 0))
    .map(([userId, pair]) => ({ person: known.get(userId) ?? formerMember(userId), pair }))
    .toSorted((a, b) => a.person.name.localeCompare(b.person.name))
  return {
    ...headOf(frame),
    criteria: criteria.map(({ scorecardId, key, scorecard, name }) => ({
      scorecard_id: scorecardId,
      key,
      scorecard,
      name,
      team: cellOf(frame, team, { scorecardId, key }),
    })),
    reps: persons.map(({ person, pair }) => ({
      ...person,
      cells: criteria.map(({ scorecardId, key }) => ({
        scorecard_id: scorecardId,
        key,
        figure: cellOf(frame, pair, { scorecardId, key }, person.user_id),
      })),
    })),
  }
}

function cellOf(frame: Frame, [now, before]: Pair, criterion: Criterion, ownerId?: string) {
  const { scorecardId, key } = criterion
  const made = (sums: Pair[number]): Made =>
    ratio(
      countIn(sums, `sum:${scorecardId}:${key}`) * 100,
      countIn(sums, `n:${scorecardId}:${key}`),
    )
  const filters = { scorecard_id: scorecardId, criterion: key }
  const about = { filters, ...(ownerId !== undefined && { ownerId }) }
  return toFigure(frame, 'criterion_score', [made(now), made(before)], about)
}

type NamedCriterion = Criterion & { readonly scorecard: string; readonly name: string }
type Content = { readonly criteria: readonly { readonly key: string; readonly name: string }[] }

/** Those with a score in either range, by scorecard, in the order of its newest version. */
async function nameCriteria(
  { db }: Context,
  { workspaceId }: Frame,
  pair: Pair,
): Promise<NamedCriterion[]> {
  const scored = new Set(
    pair.flatMap((sums) => Object.keys(sums).filter((name) => name.startsWith('n:'))),
  )
  const ids = [...new Set([...scored].map((name) => name.split(':')[1] ?? ''))]
  if (ids.length === 0) return []
  const found = new Map<string, NamedCriterion>()
  for (const { id, name: scorecard, content } of await selectScorecards(db, workspaceId, ids)) {
    for (const { key, name } of (JSON.parse(content) as Content).criteria) {
      const at = `n:${id}:${key}`
      if (!scored.has(at)) continue
      found.delete(at)
      found.set(at, { scorecardId: id, key, scorecard, name })
    }
  }
  return [...found.values()]
}
