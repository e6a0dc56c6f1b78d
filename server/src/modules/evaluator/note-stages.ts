import type { ScorecardStage, StageNote } from '@parley/contract'
import { isValidated, sharesOfTime } from '../scorecards/index.ts'
import { type Findings, levelFor } from './answer-criteria.ts'
import { evidenceOf, type Sentence } from './talk.ts'

const shownEvidence = 2

/** A note for each stage, and how the time of the talk is shared among them. */
export function noteStages(stages: readonly ScorecardStage[], findings: Findings): StageNote[] {
  const levels = stages.map((stage) => levelFor(stage, findings))
  const places = placeSegments(
    findings,
    levels.map((level) => level?.sentences ?? []),
  )
  const shares = sharesOfTime(
    places.map((segments) => segments.reduce((sum, { ms }) => sum + ms, 0)),
  )
  return stages.map(({ key, name }, index) => {
    const level = levels[index]
    const note = level ? Math.round(level.level * 10) : null
    const own = places[index] ?? []
    return {
      key,
      name,
      note,
      share_of_time: shares[index] ?? 0,
      start_ms: own[0]?.startMs ?? null,
      end_ms: own.at(-1)?.endMs ?? null,
      comment: null,
      validated: isValidated(note),
      evidence: (level?.sentences ?? []).slice(0, shownEvidence).map(evidenceOf),
    }
  })
}

type Place = { readonly startMs: number; readonly endMs: number; readonly ms: number }

/** Each segment belongs to the stage that its words show most, or to the one that was on before. */
function placeSegments(
  { talk }: Findings,
  shown: readonly (readonly Sentence[])[],
): readonly Place[][] {
  const places: Place[][] = shown.map(() => [])
  const hits = new Map<number, Map<number, number>>()
  for (const [stage, sentences] of shown.entries()) {
    for (const { segment } of sentences) {
      const row = hits.get(segment.position) ?? new Map<number, number>()
      row.set(stage, (row.get(stage) ?? 0) + 1)
      hits.set(segment.position, row)
    }
  }
  let current: number | undefined
  const segments = new Map(talk.sentences.map(({ segment }) => [segment.position, segment]))
  for (const segment of segments.values()) {
    const best = [...(hits.get(segment.position) ?? [])].toSorted((a, b) => b[1] - a[1])[0]
    current = best?.[0] ?? current
    if (current === undefined) continue
    const { startMs, endMs } = segment
    places[current]?.push({
      startMs,
      endMs,
      ms: Math.max(0, endMs - startMs),
    })
  }
  return places
}
