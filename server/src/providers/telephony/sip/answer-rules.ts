/** Who answered, by how they greet: people say a word and wait, machines go on. Pure. */

const frameMs = 20
/** Frames louder than this hold speech or a tone; of 32768. */
const speechLevel = 600
/** Silence that ends a greeting of a person. */
const personWaitsMs = 800
/** Whoever greets for longer without waiting is a machine. */
const longestPersonMs = 1_500
/** Who says nothing for so long is not a machine that greets. */
const longestSilenceMs = 3_000
/** Silence after which a machine records. */
const machineWaitsMs = 1_200
/** A machine that greets for longer is spoken to all the same. */
const longestGreetingMs = 30_000

export type Hearing = {
  readonly heardMs: number
  /** When the greeting began; undefined: not yet. */
  readonly beganAtMs: number | undefined
  readonly lastLoudAtMs: number
  readonly verdict: 'human' | 'machine' | 'unknown' | undefined
  readonly greetingEnded: boolean
}

export const nothingHeard: Hearing = {
  heardMs: 0,
  beganAtMs: undefined,
  lastLoudAtMs: 0,
  verdict: undefined,
  greetingEnded: false,
}

export function isLoud(samples: Int16Array): boolean {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.sqrt(sum / Math.max(1, samples.length)) > speechLevel
}

/** What is known after one more frame of 20 ms. */
export function hearFrame(hearing: Hearing, loud: boolean): Hearing {
  const heardMs = hearing.heardMs + frameMs
  const beganAtMs = hearing.beganAtMs ?? (loud ? hearing.heardMs : undefined)
  const lastLoudAtMs = loud ? heardMs : hearing.lastLoudAtMs
  const next = { ...hearing, heardMs, beganAtMs, lastLoudAtMs }
  const verdict = hearing.verdict ?? verdictOn(next)
  return { ...next, verdict, greetingEnded: verdict === 'machine' && isGreetingOver(next) }
}

function verdictOn({ heardMs, beganAtMs, lastLoudAtMs }: Hearing): Hearing['verdict'] {
  if (beganAtMs === undefined) return heardMs >= longestSilenceMs ? 'unknown' : undefined
  if (lastLoudAtMs - beganAtMs > longestPersonMs) return 'machine'
  return heardMs - lastLoudAtMs >= personWaitsMs ? 'human' : undefined
}

function isGreetingOver({ heardMs, beganAtMs = 0, lastLoudAtMs }: Hearing): boolean {
  return heardMs - lastLoudAtMs >= machineWaitsMs || heardMs - beganAtMs >= longestGreetingMs
}
