import type { CallSettings } from '@parley/contract'
import { openDenoiser, openLeveller, type Sieve } from '../../providers/audio/index.ts'
import { callRate } from '../../providers/voice-engine/index.ts'

/** How far back noise is looked for, in milliseconds: what is there all the time, or what comes and goes. */
const memoryMs = { conversation: 6_000, others: 1_500 }

/** What an agent wants done to the caller's sound before it is heard; undefined: nothing. */
export function cleanerFor(settings: CallSettings): Sieve | undefined {
  const { noiseCancellation, cancelNoisePer, enableAutoGainControl } = settings
  const isSteady = cancelNoisePer === 'conversation'
  const denoise =
    noiseCancellation !== null &&
    openDenoiser({
      sampleRate: callRate,
      isTelephone: /telephon/i.test(noiseCancellation),
      memoryMs: isSteady ? memoryMs.conversation : memoryMs.others,
    })
  const level = enableAutoGainControl && openLeveller()
  if (!denoise && !level) return undefined
  return (samples) => {
    const clean = denoise ? denoise(samples) : samples
    return level ? level(clean) : clean
  }
}

/** Whether that is also what is transcribed: loudness always is, less noise where it is wished. */
export function transcribesClean(settings: CallSettings): boolean {
  return settings.sendDenoisedToStt || settings.noiseCancellation === null
}
