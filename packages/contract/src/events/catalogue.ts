import type { z } from 'zod'
import { accessEvents } from './access.ts'
import { accountEvents } from './accounts.ts'
import { agentEvents } from './agents.ts'
import { analysisEvents } from './analysis.ts'
import { campaignEvents } from './campaigns.ts'
import { conversationEvents } from './conversations.ts'
import { crmEvents } from './crm.ts'
import { knowledgeEvents } from './knowledge.ts'
import { mediaEvents } from './media.ts'
import { recordingEvents } from './recordings.ts'
import { voiceEvents } from './voice.ts'
import { webhookEvents } from './webhooks.ts'
import type { EventType } from './event-type.ts'

const all = [
  ...accountEvents,
  ...accessEvents,
  ...crmEvents,
  ...conversationEvents,
  ...recordingEvents,
  ...analysisEvents,
  ...agentEvents,
  ...knowledgeEvents,
  ...mediaEvents,
  ...voiceEvents,
  ...campaignEvents,
  ...webhookEvents,
] as const

type Entry = (typeof all)[number]
type EntryOf<N extends string> = Extract<Entry, { readonly name: N }>

/** Every event there is. */
export type EventName = Entry['name']

/** What the event of this name carries. */
export type EventData<N extends EventName> = z.infer<EntryOf<N>['data']>

/** Every event Parley announces, in the order of docs/events.md. */
export const eventCatalogue: readonly EventType[] = all

const byName = new Map<string, EventType>(eventCatalogue.map((type) => [type.name, type]))

/** The catalogue's entry of this name; undefined for a name nobody announces. */
export function findEventType(name: string): EventType | undefined {
  return byName.get(name)
}
