import type { Deal } from './deals.ts'
import type { Dice } from './dice.ts'
import type { DemoRow } from './queries.ts'
import { discovery, endings, monologue, objections, openings, pitches } from './talk-texts.ts'

/** The latest meetings that have words; each takes a moment to be evaluated after the start. */
const talksMade = 120
const wordsPerSecond = 2.6

type Said = { readonly speaker: 1 | 2; readonly text: string }

export type DemoTalk = {
  readonly conversationId: string
  /** Rep and customer, in that order. */
  readonly speakers: readonly { readonly name: string; readonly email: string | null }[]
  readonly segments: readonly (Said & { readonly startMs: number; readonly endMs: number })[]
}

/** What was said in the latest meetings that are over. */
export function makeTalks(
  dice: Dice,
  deals: readonly Deal[],
  meetings: readonly DemoRow<'conversation'>[],
): DemoTalk[] {
  const dealOf = new Map(deals.map((deal) => [deal.id, deal]))
  return meetings
    .filter(({ summary }) => summary !== null)
    .toSorted((a, b) => String(b.started_at).localeCompare(String(a.started_at)))
    .slice(0, talksMade)
    .flatMap((meeting) => {
      const deal = dealOf.get(String(meeting.deal_id))
      return deal ? [makeTalk(dice, deal, String(meeting.id))] : []
    })
}

function makeTalk(dice: Dice, deal: Deal, conversationId: string): DemoTalk {
  const { owner } = deal.company
  const [guest] = deal.people
  const speakers = [
    { name: owner.name, email: owner.email },
    { name: guest?.name ?? 'The customer', email: guest?.email ?? null },
  ]
  return { conversationId, speakers, segments: atTimes(dice, linesOf(dice, deal)) }
}

/** Deals that were won had more questions, those that were lost more of the rep's own words. */
function linesOf(dice: Dice, deal: Deal): Said[] {
  const { between, chance, pick, faker } = dice
  const questions = { won: between(4, 7), open: between(2, 6), lost: between(1, 3) }[deal.status]
  const bores = chance({ won: 0.1, open: 0.25, lost: 0.6 }[deal.status])
  const [complaint, treatment] = pick(objections)
  const objects = chance(deal.status === 'won' ? 0.5 : 0.8)
  const handles = chance(deal.status === 'lost' ? 0.3 : 0.85)
  const exchanges = [
    pick(openings),
    ...faker.helpers.arrayElements(discovery, questions),
    ...faker.helpers.arrayElements(pitches, between(1, pitches.length)),
  ]
  const lines: Said[] = [
    ...exchanges.flatMap(said),
    ...(bores ? [rep(monologue), customer('Right.')] : []),
    ...(objects ? [customer(complaint)] : []),
    ...(objects && handles ? [rep(treatment), customer('That is a fair point.')] : []),
    ...pick(endings[deal.status]).flatMap(said),
  ]
  return lines.map(({ speaker, text }) => ({ speaker, text: fill(text, deal) }))
}

const rep = (text: string): Said => ({ speaker: 1, text })
const customer = (text: string): Said => ({ speaker: 2, text })
const said = ([ours, theirs]: readonly [string, string]) => [rep(ours), customer(theirs)]

function atTimes(dice: Dice, lines: readonly Said[]): DemoTalk['segments'] {
  let at = 2_000
  return lines.map((line) => {
    const startMs = at
    const endMs = startMs + Math.round((line.text.split(' ').length / wordsPerSecond) * 1_000)
    // A pause, now and then a word into the other's sentence.
    at = Math.max(startMs, endMs + dice.between(-200, 1_800))
    return { ...line, startMs, endMs }
  })
}

function fill(text: string, { company, people, product, seats }: Deal): string {
  return text
    .replaceAll('{company}', company.name)
    .replaceAll('{name}', people[0]?.name.split(' ')[0] ?? 'there')
    .replaceAll('{product}', product.toLowerCase())
    .replaceAll('{seats}', String(seats))
}
