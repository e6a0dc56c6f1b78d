import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const defaultCountryOf = statement(
  'default_country',
  'select default_country from workspace where id = $1',
)

export async function selectDefaultCountry(db: Database, workspaceId: string): Promise<string> {
  const [row] = await db.read<{ default_country: string }>(defaultCountryOf, [workspaceId])
  return row?.default_country ?? 'US'
}

const stageOf = statement(
  'stage_of_deal',
  'select stage_id from deal where workspace_id = $1 and id = $2',
)

export async function selectStageOf(
  db: Database,
  workspaceId: string,
  dealId: string,
): Promise<string | undefined> {
  const [row] = await db.read<{ stage_id: string }>(stageOf, [workspaceId, dealId])
  return row?.stage_id
}

const timesOfMeeting = statement(
  'times_of_meeting',
  `select iso(started_at) as meeting_start, iso(ended_at) as meeting_end
   from conversation where workspace_id = $1 and id = $2`,
)

export async function selectMeetingTimes(db: Database, workspaceId: string, id: string) {
  type Times = { meeting_start: string | null; meeting_end: string | null }
  const [row] = await db.read<Times>(timesOfMeeting, [workspaceId, id])
  return row
}
