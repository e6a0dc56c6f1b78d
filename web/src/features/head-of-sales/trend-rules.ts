/** Steps that people count in. */
const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500] as const
/** Between the lines of the chart. */
const spaces = 4

/** Whole numbers from nothing to at least the most, in steps that people count in. */
export function ticksUpTo(most: number): readonly number[] {
  let scale = 1
  let step: number | undefined
  while (step === undefined) {
    const wide = scale
    step = steps.map((one) => one * wide).find((one) => one * spaces >= most)
    scale *= 1_000
  }
  const found = step
  return Array.from({ length: spaces + 1 }, (_, index) => index * found)
}
