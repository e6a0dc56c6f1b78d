import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { OngoingCall } from './transport.ts'

/** What somebody outside a call has done to it. */
export const LiveCommand = z.discriminatedUnion('name', [
  /** `end`: the caller's own page says that it is over. */
  z.object({ name: z.enum(['pause', 'resume', 'hang-up', 'end']) }),
  z.object({ name: z.enum(['say', 'whisper']), text: z.string() }),
  z.object({ name: z.literal('transfer'), to: z.string() }),
])
export type LiveCommand = z.infer<typeof LiveCommand>

/** The record of the end may take longer, which nobody waits for. */
const endWithinMs = 3_000

/** Carries a command out in a call that this process speaks in. */
export async function obey(call: OngoingCall, command: LiveCommand): Promise<void> {
  switch (command.name) {
    case 'pause':
      return call.pause()
    case 'resume':
      return call.resume()
    case 'say':
      return call.say(command.text)
    case 'whisper':
      return call.whisper(command.text)
    case 'transfer':
      return call.transfer(command.to)
    case 'hang-up':
      return endSoon(call, 'operator_hangup')
    case 'end':
      return endSoon(call, 'hangup')
  }
}

async function endSoon(call: OngoingCall, reason: 'operator_hangup' | 'hangup'): Promise<void> {
  await Promise.race([call.end(reason), sleep(endWithinMs, undefined, { ref: false })])
}
