import type {
  CallEvent,
  CallSnapshot,
  PlaceCallRequest,
  PlacedCall,
} from '../../src/providers/telephony/index.ts'

/** What a process that dials asks of the carrier, which lives in its parent. */
export type Question =
  | { readonly ask: 'place'; readonly id: number; readonly request: PlaceCallRequest }
  | { readonly ask: 'find'; readonly id: number; readonly callId: string }
  | { readonly ask: 'findPlaced'; readonly id: number; readonly key: string }
  | { readonly ask: 'hangUp'; readonly id: number; readonly callId: string }

export type Answer =
  | { readonly id: number; readonly placed?: PlacedCall; readonly found?: CallSnapshot | null }
  | { readonly event: Omit<CallEvent, 'at'> & { readonly at: string } }

/** What the parent tells a process to begin with. */
export type DialOrder = { readonly databaseUrl: string; readonly checkAfterMs: number }
