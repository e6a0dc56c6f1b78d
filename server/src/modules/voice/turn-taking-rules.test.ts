import { expect, test } from 'vitest'
import {
  type CallerStretch,
  scoreOfResponse,
  type Stretch,
  type TurnTaking,
  turnTakingOf,
} from './turn-taking-rules.ts'

/** Seconds, as in the drawings of docs/turn-taking.md. */
type Spans = readonly (readonly [from: number, to: number])[]

const toStretches = (spans: Spans): Stretch[] =>
  spans.map(([from, to]) => ({ startMs: from * 1_000, endMs: to * 1_000 }))

type Drawn = {
  readonly agent?: Spans
  readonly words?: Spans
  readonly backchannels?: Spans
  readonly noises?: Spans
  readonly end?: number
}

function measured({ agent = [], words = [], backchannels = [], noises = [], end = 30 }: Drawn) {
  const caller: CallerStretch[] = [
    ...toStretches(words).map((one) => ({ ...one, kind: 'words' as const })),
    ...toStretches(backchannels).map((one) => ({ ...one, kind: 'backchannel' as const })),
    ...toStretches(noises).map((one) => ({ ...one, kind: 'noise' as const })),
  ]
  return turnTakingOf({ caller, agent: toStretches(agent), endMs: end * 1_000 })
}

const spread = (...values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    maximum: sorted.at(-1),
    p50: sorted[Math.ceil(sorted.length / 2) - 1],
    count: sorted.length,
  }
}

// Worked out by hand from the definitions.
test.for<[what: string, drawn: Drawn, expected: Partial<TurnTaking>]>([
  ['nobody says anything', {}, { turns: 0, responseRate: null, responseLatencyMs: null }],
  [
    'a greeting alone is no answer',
    { agent: [[0, 2]], end: 3 },
    { turns: 0, responseRate: null, agentInterruptions: 0 },
  ],
  [
    'two turns are answered after 0.6 and 1 s',
    {
      agent: [
        [0, 2],
        [5.6, 8],
        [13, 14],
      ],
      words: [
        [3, 5],
        [10, 12],
      ],
      end: 15,
    },
    { turns: 2, answeredTurns: 2, responseRate: 1 },
  ],
  [
    'who must speak again was not answered',
    {
      agent: [
        [0, 2],
        [11, 12],
      ],
      words: [
        [3, 5],
        [8, 10],
      ],
      end: 13,
    },
    { turns: 2, answeredTurns: 1, responseRate: 0.5 },
  ],
  [
    'a pause of 1.4 s in which nobody answers is within the turn',
    {
      agent: [
        [0, 2],
        [9, 10],
      ],
      words: [
        [3, 5],
        [6.4, 8],
      ],
      end: 11,
    },
    { turns: 1, answeredTurns: 1, responseRate: 1 },
  ],
  [
    'a pause of 1.6 s is not',
    {
      agent: [
        [0, 2],
        [9, 10],
      ],
      words: [
        [3, 5],
        [6.6, 8],
      ],
      end: 11,
    },
    { turns: 2, answeredTurns: 1, responseRate: 0.5 },
  ],
  [
    'silence of 5 s at the end is no answer',
    { agent: [[0, 2]], words: [[3, 5]], end: 10 },
    { turns: 1, answeredTurns: 0, responseRate: 0, responseScore: 0 },
  ],
  [
    'who hangs up sooner had not waited for one',
    { agent: [[0, 2]], words: [[3, 5]], end: 9 },
    { turns: 0, responseRate: null },
  ],
  [
    'an agent that stops 0.7 s into an interruption yields',
    {
      agent: [
        [0, 4.7],
        [7, 8],
      ],
      words: [[4, 6]],
      end: 9,
    },
    { callerInterruptions: 1, yields: 1, yieldRate: 1, turns: 1, answeredTurns: 1 },
  ],
  [
    'one that goes on for 2.1 s does not',
    {
      agent: [
        [0, 6.1],
        [9, 10],
      ],
      words: [[4, 6.5]],
      end: 11,
    },
    { callerInterruptions: 1, yields: 0, yieldRate: 0, yieldLatencyMs: null },
  ],
  [
    'a turn that is spoken over to its end has no answer to wait for',
    { agent: [[0, 9]], words: [[4, 6]], end: 10 },
    { callerInterruptions: 1, yields: 0, turns: 0 },
  ],
  [
    'an agent that begins while the caller speaks interrupts',
    {
      agent: [
        [0, 2],
        [4, 7],
        [8.5, 9],
      ],
      words: [
        [3, 5],
        [7.2, 8],
      ],
      end: 10,
    },
    { agentInterruptions: 1, turns: 1, agentInterruptionRate: 1 },
  ],
  [
    'beginning in the moment the other stops is no interruption',
    {
      agent: [
        [0, 3],
        [5, 6],
      ],
      words: [[3, 5]],
      end: 7,
    },
    { agentInterruptions: 0, callerInterruptions: 0, turns: 1 },
  ],
  [
    'a sound of listening is talked through, or stops the agent within a second',
    {
      agent: [
        [0, 8],
        [9, 12],
      ],
      backchannels: [
        [2, 2.4],
        [11.2, 11.6],
      ],
      end: 13,
    },
    { backchannels: 2, backchannelsIgnored: 1, backchannelRate: 0.5, callerInterruptions: 0 },
  ],
  [
    'a sound of listening in silence is neither',
    { agent: [[0, 2]], backchannels: [[3, 3.4]], end: 5 },
    { backchannels: 0, backchannelRate: null, turns: 0 },
  ],
  [
    'a cough is talked through, and in silence not answered within 2 s',
    {
      agent: [
        [0, 5],
        [12, 13],
        [18, 19],
      ],
      noises: [
        [2, 2.3],
        [10.5, 10.8],
        [15, 15.3],
      ],
      end: 20,
    },
    { noises: 3, noisesIgnored: 2, noiseRate: 0.667 },
  ],
  [
    'a cough while an answer is due says nothing',
    {
      agent: [
        [0, 2],
        [7, 8],
      ],
      words: [[3, 5]],
      noises: [[5.5, 5.8]],
      end: 9,
    },
    { noises: 0, noiseRate: null, turns: 1 },
  ],
  [
    'gaps of less than 0.2 s do not cut what the agent says',
    {
      agent: [
        [0, 2],
        [2.19, 4],
      ],
      words: [[1, 2.1]],
      end: 5,
    },
    { callerInterruptions: 1, yields: 0, agentInterruptions: 0 },
  ],
  [
    'the longest silence counts from the first sound to the end',
    {
      agent: [
        [4, 5],
        [9, 10],
      ],
      words: [[6, 6.5]],
      end: 13.5,
    },
    { longestSilenceMs: 3_500 },
  ],
])('%s', ([, drawn, expected]) => {
  expect(measured(drawn)).toMatchObject(expected)
})

test('latencies are those of the events that count', () => {
  const { responseLatencyMs, yieldLatencyMs } = measured({
    agent: [
      [0, 2],
      [5.6, 8],
      [13, 15.5],
      [17.4, 18],
    ],
    words: [
      [3, 5],
      [10, 12],
      [15, 16],
    ],
    end: 19,
  })
  expect(responseLatencyMs).toMatchObject({ ...spread(600, 1_000, 1_400), average: 1_000 })
  expect(yieldLatencyMs).toMatchObject({ ...spread(500), average: 500 })
})

test.for([
  [-500, 0],
  [-250, 0.25],
  [0, 0.5],
  [100, 0.6],
  [200, 0.7],
  [350, 0.85],
  [500, 1],
  [2_000, 1],
  [2_750, 0.5],
  [3_500, 0],
  [9_000, 0],
] as const)('an answer after %i ms is worth %f', ([ms, score]) => {
  expect(scoreOfResponse(ms)).toBeCloseTo(score)
})
