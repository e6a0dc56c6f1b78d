import { en, Faker } from '@faker-js/faker'
import { v7 } from 'uuid'

/** Any number: the same one gives the same people, companies and deals. */
const seed = 20_260

export const dayMs = 86_400_000

/** Chance that repeats itself: every choice of the demo data comes from here. */
export type Dice = {
  readonly faker: Faker
  /** The present moment; all dates of the demo are relative to it. */
  readonly nowMs: number
  /** A new id that sorts as if made at that moment. */
  readonly idAt: (atMs: number) => string
  /** A whole number from `min` to `max`. */
  readonly between: (min: number, max: number) => number
  /** True that often: 0 never, 1 always. */
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
  /** `[weight, value]` pairs. */
  readonly weighted: <T>(choices: readonly (readonly [number, T])[]) => T
}

export function rollDice(nowMs: number): Dice {
  const faker = new Faker({ locale: [en] })
  faker.seed(seed)
  return {
    faker,
    nowMs,
    idAt: (atMs) => v7({ msecs: Math.floor(atMs) }),
    between: (min, max) => faker.number.int({ min, max }),
    chance: (probability) => faker.number.float() < probability,
    pick: (choices) => faker.helpers.arrayElement(choices),
    weighted: (choices) =>
      faker.helpers.weightedArrayElement(choices.map(([weight, value]) => ({ weight, value }))),
  }
}

/** Moves a moment into office hours of a weekday, at a full quarter of an hour. */
export function inOfficeHours({ between }: Dice, atMs: number): number {
  const day = new Date(atMs)
  const weekday = day.getUTCDay()
  const shiftDays = weekday === 6 ? -1 : weekday === 0 ? 1 : 0
  day.setUTCHours(between(8, 17), 15 * between(0, 3), 0, 0)
  return day.getTime() + shiftDays * dayMs
}

/** `YYYY-MM-DD` in UTC. */
export function dateOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

export function momentOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
