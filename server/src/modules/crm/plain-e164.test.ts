import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { isPlainE164 } from './plain-e164.ts'

test.each(['+14155552671', '+33142685300', '+442079460958', '+966501234567'])(
  '%s is written as E.164 has it',
  (text) => {
    expect(isPlainE164(text)).toBe(true)
  },
)

test.each(['+1 4155552671', '14155552671', '+4402079460958', '+999123456', '+1415555', '', '+'])(
  '%j has to be read',
  (text) => {
    expect(isPlainE164(text)).toBe(false)
  },
)

test('what is taken for E.164 is what reading it would give', () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,14}$/)
  fc.assert(
    fc.property(digits, (number) => {
      const text = `+${number}`
      if (!isPlainE164(text)) return
      const read = parsePhoneNumberFromString(text, 'US')
      expect([read?.isPossible(), read?.number]).toEqual([true, text])
    }),
    { numRuns: 5_000 },
  )
})
