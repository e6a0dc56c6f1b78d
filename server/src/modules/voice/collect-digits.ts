/** Keys pressed one after the other belong together. */
const pauseMs = 2_000

/** Gathers pressed keys; hands them on after a pause, or at once with #. */
export function collectDigits(onDigits: (digits: string) => void) {
  let held = ''
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    const digits = held
    held = ''
    if (digits !== '') onDigits(digits)
  }
  return {
    pressed(digit: string): void {
      clearTimeout(timer)
      if (digit === '#' && held !== '') return flush()
      held += digit
      timer = setTimeout(flush, pauseMs)
    },
    stop(): void {
      clearTimeout(timer)
      held = ''
    },
  }
}
