import { setImmediate } from 'node:timers/promises'
import { compilePattern, type Pattern, PatternError } from '../../providers/patterns/index.ts'
import { phraseFinder, sentenceAround } from './tracker-rules.ts'

/** What a tracker looks for. */
export type Expressions = {
  readonly phrases: readonly string[]
  readonly patterns: readonly string[]
}

export type SpokenSegment = {
  readonly position: number
  readonly speaker: number
  readonly startMs: number
  readonly text: string
}

export type Finding = {
  readonly foundBy: 'phrase' | 'pattern'
  readonly expression: string
  readonly quote: string
  readonly segment: SpokenSegment
}

/** Of one tracker in one conversation; more of the same says nothing new. */
const findingsLimit = 20
/** Others on this thread wait no longer than this. */
const turnMs = 20
/** Patterns that take longer than this in all are given up. */
const budgetMs = 2_000

type Finder = (segment: SpokenSegment) => Finding | undefined

/** What each of the trackers finds, and whether all of them saw every segment. */
export async function findTracked(
  trackers: readonly Expressions[],
  segments: readonly SpokenSegment[],
): Promise<{ findings: Finding[][]; complete: boolean }> {
  const findings = trackers.map((): Finding[] => [])
  const haystack = segments.map(({ text }) => text.toLowerCase()).join('\n')
  const finders = trackers.map((tracker) => finderOf(tracker, haystack))
  let spentMs = 0
  let turnBegan = performance.now()
  for (const segment of segments) {
    for (const [index, find] of finders.entries()) {
      const found = findings[index] ?? []
      if (!find || found.length >= findingsLimit) continue
      const finding = find(segment)
      if (finding) found.push(finding)
      const turn = performance.now() - turnBegan
      if (turn < turnMs) continue
      spentMs += turn
      if (spentMs > budgetMs) return { findings, complete: false }
      await setImmediate()
      turnBegan = performance.now()
    }
  }
  return { findings, complete: true }
}

function finderOf({ phrases, patterns }: Expressions, haystack: string): Finder | undefined {
  const findPhrase = phraseFinder(phrases, haystack)
  const compiled = patterns.flatMap(compiledOnce)
  if (!findPhrase && compiled.length === 0) return undefined
  return (segment) => {
    const { text } = segment
    const said = findPhrase?.(text)
    if (said) {
      const quote = sentenceAround(text, said.start, said.end)
      return { foundBy: 'phrase', expression: said.phrase, quote, segment }
    }
    for (const { source, pattern } of compiled) {
      const place = pattern.find(text)
      // What matches nothing at all, such as `x*`, says nothing.
      if (!place || place.end === place.start) continue
      const quote = sentenceAround(text, place.start, place.end)
      return { foundBy: 'pattern', expression: source, quote, segment }
    }
    return undefined
  }
}

/** What was accepted once and is no pattern any more, after a change of the engine, finds nothing. */
function compiledOnce(source: string): { source: string; pattern: Pattern }[] {
  try {
    return [{ source, pattern: compilePattern(source) }]
  } catch (error) {
    if (error instanceof PatternError) return []
    throw error
  }
}
