import { formatClock } from '../../i18n/format.ts'

const usualMs = 30_000

/** `1:04:07`, `4:07` or `7` as milliseconds; undefined when it is no time. */
export function readClock(text: string): number | undefined {
  const parts = /^(?:(\d{1,2}):)?(?:(\d{1,3}):)?(\d{1,2})$/.exec(text.trim())
  if (!parts) return undefined
  const numbers = text.trim().split(':').map(Number)
  const [seconds = 0, minutes = 0, hours = 0] = numbers.reverse()
  if (seconds > 59 || (numbers.length > 2 && minutes > 59)) return undefined
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000
}

/** Half a minute from where the conversation is. */
export function usualClip(
  nowMs: number,
  durationSeconds: number | null,
): { readonly start: string; readonly end: string } {
  const last = durationSeconds ? durationSeconds * 1_000 : Number.POSITIVE_INFINITY
  const start = Math.max(0, Math.min(nowMs, last - usualMs))
  return { start: formatClock(start), end: formatClock(Math.min(last, start + usualMs)) }
}
