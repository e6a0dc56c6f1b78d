type Load = {
  /** That this process speaks in. */
  readonly calls: number
  /** How late its event loop is. */
  readonly lagMs: number
  readonly maxCalls: number
  readonly maxLagMs: number
}

/** Why no further call is taken; undefined: there is room. */
export function loadRefusal({ calls, lagMs, maxCalls, maxLagMs }: Load): string | undefined {
  if (calls >= maxCalls) {
    return `This server speaks in ${maxCalls} calls already. Try again in a moment.`
  }
  if (lagMs <= maxLagMs) return undefined
  return 'This server is too busy to speak well in a further call. Try again in a moment.'
}
