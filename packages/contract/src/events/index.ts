export { eventCatalogue, findEventType, type EventData, type EventName } from './catalogue.ts'
export { type EventType, eventType } from './event-type.ts'
