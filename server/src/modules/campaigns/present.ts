import {
  type Campaign,
  callOutcomes,
  type Progress,
  recipientStatuses,
  RetryPlan,
  skipReasons,
  TimeRange,
  Voicemail,
} from '@parley/contract'
import type { CampaignRow } from './campaign-queries.ts'
import type { CountRow } from './count-queries.ts'

/** How far campaigns have come, by what is counted as it happens. */
export function progressOf(
  { id, active, nextCallAt }: Pick<CampaignRow, 'id' | 'active' | 'nextCallAt'>,
  counts: readonly CountRow[],
): Progress {
  const own = counts.filter(({ campaignId }) => campaignId === id)
  const valueOf = (kind: string, name: string) =>
    own.find((row) => row.kind === kind && row.name === name)?.n ?? 0
  const all = <const Names extends readonly string[]>(kind: string, names: Names) =>
    Object.fromEntries(names.map((name) => [name, valueOf(kind, name)])) as Record<
      Names[number],
      number
    >
  const byStatus = all('status', recipientStatuses)
  const total = Object.values(byStatus).reduce((sum, n) => sum + n, 0)
  return {
    total,
    done: total - byStatus.PENDING - byStatus.QUEUED - byStatus.IN_PROGRESS,
    byStatus,
    attempts: valueOf('attempt', 'placed'),
    byOutcome: all('outcome', callOutcomes),
    bySkipReason: all('skip', skipReasons),
    activeCalls: active,
    nextCallAt: byStatus.PENDING > 0 ? nextCallAt : null,
  }
}

export function toCampaign(
  row: CampaignRow,
  counts: readonly CountRow[],
  workspaceId: string,
): Campaign {
  const {
    active: _,
    nextCallAt: __,
    webhookAuth: ___,
    timeRange,
    retries,
    voicemail,
    ...rest
  } = row
  const progress = progressOf(row, counts)
  return {
    ...rest,
    timeRange: timeRange === null ? null : TimeRange.parse(JSON.parse(timeRange)),
    retries: RetryPlan.parse(JSON.parse(retries)),
    voicemail: Voicemail.parse(JSON.parse(voicemail)),
    projectId: workspaceId,
    totalRecipients: progress.total,
    progress,
  }
}
