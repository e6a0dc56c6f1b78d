import { createHash } from 'node:crypto'

/**
 * The id of an event's delivery to an endpoint, always the same (a UUID of version 8, RFC 9562). It begins
 * with the time of the event's id, so that deliveries sort by the age of their events.
 */
export function deliveryIdOf(endpointId: string, messageId: string): string {
  const bytes = createHash('sha256').update(endpointId).update(messageId).digest()
  Buffer.from(messageId.replaceAll('-', ''), 'hex').copy(bytes, 0, 0, timeBytes)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex', 0, 16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ]
  return parts.join('-')
}

const timeBytes = 6
