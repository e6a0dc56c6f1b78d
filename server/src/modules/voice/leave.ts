import type { LiveCall } from './live-call.ts'
import type { EndReason } from './transport.ts'

/** A goodbye is waited for this long at most. */
const farewellMs = 20_000
/** How often it is looked whether the last word was heard. */
const lookMs = 50

/** Says the last sentence to its end, whoever speaks, and hangs up then. */
export async function leave(
  live: LiveCall,
  farewell: string | undefined,
  reason: EndReason,
): Promise<void> {
  if (live.isLeaving || live.isEnding) return
  live.isLeaving = true
  live.silence.busy()
  live.timers.after(farewellMs, () => void live.end(reason))
  if (farewell) await live.talk?.say(farewell, { isInterruptible: false }).catch(() => {})
  await untilSilent(live)
  await live.end(reason)
}

async function untilSilent(live: LiveCall): Promise<void> {
  while (live.talk?.isSpeaking() && !live.isEnding) await live.timers.pause(lookMs)
}
