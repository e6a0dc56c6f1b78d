import { decodeMulaw } from '../mulaw.ts'
import type { AnsweredBy, MachineDetection } from '../port.ts'
import { hearFrame, isLoud, nothingHeard } from './answer-rules.ts'

export type Detected = { readonly answeredBy: AnsweredBy; readonly greetingEnded: boolean }

/** Takes frames of 20 ms in μ-law, and tells once who answered; of a message, when it can be left. */
export function openDetection(
  mode: Exclude<MachineDetection, 'off'>,
  onDetected: (detected: Detected) => void,
): (frame: Uint8Array) => void {
  let hearing = nothingHeard
  let isDone = false
  return (frame) => {
    if (isDone) return
    hearing = hearFrame(hearing, isLoud(decodeMulaw(frame)))
    const { verdict: answeredBy, greetingEnded } = hearing
    if (answeredBy === undefined) return
    if (answeredBy === 'machine' && mode === 'message' && !greetingEnded) return
    isDone = true
    onDetected({ answeredBy, greetingEnded: greetingEnded && mode === 'message' })
  }
}
