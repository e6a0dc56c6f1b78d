import { z } from 'zod'

/** What is looked at: the account, the number in it, where calls that come in go, the carrier as such. */
const carrierCheckNames = ['account', 'number', 'callbacks', 'carrier'] as const

export const PhoneNumberCheck = z
  .object({
    ok: z.boolean().describe('Whether every check is.'),
    checks: z
      .array(
        z.object({
          name: z.enum(carrierCheckNames),
          ok: z.boolean(),
          code: z
            .string()
            .nullable()
            .describe('Of what failed: ours, such as bad_credentials, or the carrier’s own.'),
          message: z.string().describe('What was found, a sentence for people.'),
        }),
      )
      .describe('In the order in which they were made; what depends on a failed one is left out.'),
  })
  .meta({ id: 'PhoneNumberCheck' })
export type PhoneNumberCheck = z.infer<typeof PhoneNumberCheck>
