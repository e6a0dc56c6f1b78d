import { findEventType } from '@parley/contract'
import type { Subscriber } from '../src/platform/events/event.ts'

/** Names that tests of the relay make up. */
const madeUp = /^test\./

/** Fails the relay when an event is not in the catalogue, or does not carry what that says. */
export const checkAgainstCatalogue: Subscriber = {
  name: 'catalogue-check',
  events: '*',
  async handle(_tx, events) {
    for (const { name, subjectType, payload } of events) {
      if (madeUp.test(name)) continue
      const type = findEventType(name)
      if (!type) throw new Error(`Event ${name} is not in the catalogue.`)
      if (type.subject !== subjectType) {
        throw new Error(`Event ${name} is about a ${type.subject}, not a ${subjectType}.`)
      }
      type.data.parse(JSON.parse(payload))
    }
  },
}
