import type { RecordsApi, TimelineRow } from '../records/resource-view.ts'
import { parley } from './client.ts'

// The groups of the SDK are typed by their resource; the engine of tables and forms treats all
// records alike, by the declarations of their fields.
export const recordsApi = {
  contacts: parley.contacts as unknown as RecordsApi,
  companies: parley.companies as unknown as RecordsApi,
  deals: parley.deals as unknown as RecordsApi,
  tasks: parley.tasks as unknown as RecordsApi,
  activities: parley.activities as unknown as RecordsApi,
} as const

const timelineLength = 50

export async function timelineOf(
  resource: 'contacts' | 'companies' | 'deals',
  id: string,
): Promise<readonly TimelineRow[]> {
  return (await parley[resource].timeline(id, { limit: timelineLength })).data
}
