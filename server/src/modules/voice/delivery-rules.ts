/** How a sentence is said, as factors of the voice's own pace and height. */
type Delivery = { readonly speed: number; readonly pitch: number }

/** At most, in either direction, for what is asked, called out and told. */
const swings = { question: 0.06, exclamation: 0.09, statement: -0.02 }
const pace = 0.06
/** What engines can do without breaking up. */
const limits = { least: 0.5, most: 2 }

/**
 * How lively an agent says a sentence. `expressiveness` 1 is the voice as it was recorded; 2 lifts
 * questions and exclamations and is a little quicker, 0 flattens them and is a little slower.
 */
export function deliveryOf(
  text: string,
  expressiveness: number,
  usual: { readonly [Factor in keyof Delivery]?: number | undefined },
): Delivery {
  const lively = Math.max(-1, Math.min(1, expressiveness - 1))
  const said = text.trim()
  const kind = /[?؟]$/.test(said) ? 'question' : /[!]$/.test(said) ? 'exclamation' : 'statement'
  return {
    speed: limited((usual.speed ?? 1) * (1 + pace * lively)),
    pitch: limited((usual.pitch ?? 1) * (1 + swings[kind] * lively)),
  }
}

const limited = (factor: number) =>
  Math.round(Math.max(limits.least, Math.min(limits.most, factor)) * 1_000) / 1_000
