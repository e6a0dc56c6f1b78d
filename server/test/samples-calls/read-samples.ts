import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConversationOutcome, NextStepKind } from '@parley/contract'
import type { EvaluationInput } from '../../src/modules/evaluator/index.ts'

export type LabelledCall = {
  readonly name: string
  readonly outcomes: readonly ConversationOutcome[]
  /** Kinds that are right, or `none`. */
  readonly next: readonly (NextStepKind | 'none')[]
  /** Undefined: not part of the label. */
  readonly followUp: string | undefined
  readonly talk: Omit<EvaluationInput, 'scorecard'>
}

/** Somebody reads about fifteen characters a second; good enough for calls nobody made. */
const msPerCharacter = 65

export function readSamples(file: 'english' | 'french' | 'varied' | 'held-out'): LabelledCall[] {
  const text = readFileSync(join(import.meta.dirname, `${file}.txt`), 'utf8')
  return text
    .split(/^## /m)
    .slice(1)
    .map((block) => readSample(block))
}

function readSample(block: string): LabelledCall {
  const [name = '', ...lines] = block.trim().split('\n')
  const label = (key: string) =>
    lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2)
  const turns = lines.flatMap((line) => {
    const [, who, text] = /^([RC]): (.*)$/.exec(line) ?? []
    return text === undefined ? [] : [{ speaker: who === 'R' ? 1 : 2, text }]
  })
  return {
    name: name.trim(),
    outcomes: (label('outcome') ?? '').split('|') as ConversationOutcome[],
    next: (label('next') ?? 'none').split('|') as (NextStepKind | 'none')[],
    followUp: label('follow_up'),
    talk: {
      segments: inTime(turns),
      speakers: [
        { number: 1, name: null, kind: 'rep' },
        { number: 2, name: null, kind: 'customer' },
      ],
      language: null,
      kind: 'call',
      startedAt: '2026-03-03T09:00:00.000Z',
      timeZone: 'Europe/Paris',
    },
  }
}

function inTime(turns: readonly { speaker: number; text: string }[]) {
  let startMs = 0
  return turns.map(({ speaker, text }, position) => {
    const endMs = startMs + text.length * msPerCharacter
    const segment = { position, speaker, startMs, endMs, text }
    startMs = endMs + 400
    return segment
  })
}
