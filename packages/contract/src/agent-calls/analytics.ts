import { z } from 'zod'
import { queryText, shownId, shownMoment } from '../fields.ts'
import { channels, ids, momentOrMs, projectId, statuses } from './query-fields.ts'

const callPeriods = [
  'LAST_HOUR',
  'TODAY',
  'YESTERDAY',
  'THIS_WEEK',
  'THIS_MONTH',
  'CUSTOM',
] as const

/** Which calls are looked at. */
export const AnalyticsQuery = z.object({
  voiceAgentId: ids.optional(),
  period: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value),
      z.enum(callPeriods, `must be one of ${callPeriods.join(', ')}.`),
    )
    .optional()
    .describe('CUSTOM wants startPeriod and endPeriod. Without any: the last 30 days.'),
  startPeriod: momentOrMs.optional().describe('Milliseconds since 1970, or a date.'),
  endPeriod: momentOrMs.optional(),
  status: statuses.optional(),
  channel: channels.optional(),
  timeDifference: z.coerce
    .number('must be a number.')
    .min(-840, 'must be from -840 to 840.')
    .max(840, 'must be from -840 to 840.')
    .optional()
    .describe(
      'Of local time from UTC, positive in the east: hours up to 14, else minutes. Without it: the time zone of the workspace.',
    ),
  projectId,
})
export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>

const count = z.int().min(0)
const seconds = z.number().min(0).describe('Seconds.')
const byName = z.record(z.string(), count)
const Span = z.object({ start: shownMoment, end: shownMoment }).describe('What is counted.')

const Totals = z.object({
  totalCalls: count,
  answeredCalls: count,
  completedCalls: count,
  totalDuration: seconds,
  totalCost: z.number(),
})

export const AnalyticsOverview = z
  .object({
    period: Span,
    ...Totals.shape,
    liveCalls: count.describe('That go on right now.'),
    averageDuration: seconds.describe('Of answered calls, in seconds.'),
    totalMinutes: z.number(),
    totalTokens: count,
    uniqueUsers: count.describe('Different numbers of other parties.'),
    byStatus: byName,
    byChannel: byName,
    byDirection: byName,
    previous: Totals.describe('The same of as long a time right before.'),
    series: z
      .array(z.object({ start: shownMoment, calls: count, answered: count, duration: seconds }))
      .describe('By the hour up to two days, else by the day; without those that had no call.'),
    agents: z
      .array(
        z.object({
          voiceAgentId: shownId.nullable(),
          agentName: z.string().nullable(),
          calls: count,
          answered: count,
          duration: seconds,
          lastCallAt: shownMoment.describe('When the newest of them began.'),
        }),
      )
      .describe('The 100 with the most calls.'),
  })
  .meta({ id: 'AnalyticsOverview' })

const share = z.number().min(0).max(1).nullable().describe('0 to 1; null of no calls.')
const Latency = z
  .object({
    average: z.number().describe('Milliseconds, over all turns.'),
    p50: z.number().describe('The middle one of the medians of the calls.'),
    p95: z.number().describe('What 95 of 100 calls keep below with 95 of 100 turns.'),
    calls: count.describe('Of which it is known.'),
  })
  .nullable()

const perEvent = (what: string, of: string) =>
  share.describe(`${what}, of ${of}; null where there was none.`)
const typical = z
  .object({
    p50: z.number().describe("The median of the calls' medians."),
    p95: z.number().describe('What 95 of 100 calls keep below with 95 of 100 of their events.'),
    calls: count,
  })
  .nullable()

const TurnTakingFigures = z
  .object({
    calls: count.describe('With figures about their turn-taking.'),
    turns: count.describe("Callers' turns that an answer was due to."),
    responseRate: perEvent('Turns that were answered before the caller spoke again', 'turns'),
    responseLatencyMs: typical.describe('From the end of a turn to the first sound of its answer.'),
    callerInterruptions: count.describe('Turns that begin while the agent speaks.'),
    yieldRate: perEvent('Interruptions that silence the agent within 2 s', 'interruptions'),
    yieldLatencyMs: typical.describe('From the beginning of an interruption to silence.'),
    agentInterruptions: count.describe('Times the agent begins while the caller speaks.'),
    agentInterruptionRate: z
      .number()
      .nullable()
      .describe('Those, per turn; null where there was none.'),
    backchannels: count.describe('Listening signals while the agent speaks.'),
    backchannelRate: perEvent('Those that the agent spoke through', 'backchannels'),
    noises: count.describe('Sounds without words.'),
    noiseRate: perEvent('Those that neither stopped the agent nor were answered', 'noises'),
  })
  .nullable()
  .describe('How turns were taken: docs/turn-taking.md.')

export const AnalyticsPerformance = z
  .object({
    period: Span,
    calls: count,
    answerRate: share,
    completionRate: share.describe('Completed, of those answered.'),
    forwardRate: share.describe('Forwarded, of those answered.'),
    failureRate: share,
    averageRingSeconds: z.number().nullable(),
    duration: z.object({
      average: z.number().nullable(),
      p50: z.number().nullable(),
      p95: z.number().nullable(),
    }),
    turnsPerCall: z.number().nullable(),
    interruptionsPerCall: z.number().nullable(),
    latency: z.object({
      endOfTurnMs: Latency,
      transcriptionMs: Latency,
      firstTokenMs: Latency,
      firstAudioMs: Latency,
      heardMs: Latency,
    }),
    turnTaking: TurnTakingFigures,
    endReasons: z.array(z.object({ reason: z.string(), calls: count })),
    tools: z.array(
      z.object({
        name: z.string(),
        uses: count,
        failures: count,
        averageMs: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'AnalyticsPerformance' })

export const AnalyticsSatisfaction = z
  .object({
    period: Span,
    calls: count.describe('With a transcript that was analysed.'),
    averageScore: z.number().nullable().describe('Of evaluations, 0 to 100.'),
    averageSentiment: z.number().nullable().describe('-1 to 1.'),
    sentiment: z
      .object({ positive: count, neutral: count, negative: count })
      .describe('Positive above 0.2, negative below -0.2.'),
    outcomes: z
      .array(z.object({ outcome: z.string(), calls: count }))
      .describe('As evaluations found them.'),
    series: z.array(
      z.object({
        start: shownMoment,
        calls: count,
        averageScore: z.number().nullable(),
        averageSentiment: z.number().nullable(),
      }),
    ),
    lowest: z
      .array(
        z.object({ id: shownId, score: z.number().nullable(), sentiment: z.number().nullable() }),
      )
      .describe('The ten calls with the worst sentiment.'),
  })
  .meta({ id: 'AnalyticsSatisfaction' })

/** What the three pages of analytics show. */
export type AnalyticsFigures = {
  readonly overview: z.infer<typeof AnalyticsOverview>
  readonly performance: z.infer<typeof AnalyticsPerformance>
  readonly satisfaction: z.infer<typeof AnalyticsSatisfaction>
}

export const CallLogsQuery = z.object({
  jobId: z.uuid('must be a UUID.').describe('Of the call.'),
  category: queryText.optional().describe('Entries of this category alone.'),
  projectId,
})
export type CallLogsQuery = z.infer<typeof CallLogsQuery>

export const ExportStatusQuery = z.object({
  exportId: z.uuid('must be a UUID.'),
  projectId,
})
export const ExportDownloadQuery = z.object({ token: z.string().max(500) })

export const StartedExport = z.object({ exportId: shownId }).meta({ id: 'StartedCallExport' })
export const ExportStatus = z
  .object({
    exportId: shownId,
    status: z.enum(['pending', 'ready', 'failed', 'expired']),
    downloadUrl: z.string().nullable().describe('Answers the file without a key for an hour.'),
    error: z.string().nullable(),
    rows: count.nullable(),
    expiresAt: shownMoment,
  })
  .meta({ id: 'CallExportStatus' })
export type ExportStatus = z.infer<typeof ExportStatus>
