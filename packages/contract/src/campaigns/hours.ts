import { z } from 'zod'

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const

/** Names of days are taken in any case, and by their first three letters. */
const weekday = z
  .preprocess(
    (value) => {
      if (typeof value !== 'string' || value.length < 3) return value
      const wanted = value.trim().toUpperCase()
      return weekdays.find((day) => day === wanted || day.slice(0, 3) === wanted) ?? value
    },
    z.enum(weekdays, 'must be names of days such as MONDAY.'),
  )
  .meta({ openapi: { type: 'string', enum: [...weekdays] } })

const wrongTime = 'must be a time of day such as 09:00.'
const time = z
  .string(wrongTime)
  .trim()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$|^24:00$/, wrongTime)
  .transform((value) => value.padStart(5, '0').slice(0, 5))
  .meta({ openapi: { type: 'string', examples: ['09:00'] } })

/** Hours of some days in which calls may begin. */
export const TimeRange = z
  .looseObject({
    days: z
      .array(weekday, 'must list days.')
      .min(1, 'must list at least one day.')
      .max(7)
      .default([...weekdays])
      .transform((days) => weekdays.filter((day) => days.includes(day))),
    startCallingTime: time,
    endCallingTime: time.describe('The first minute of which is too late; 24:00 is midnight.'),
  })
  .refine(({ startCallingTime, endCallingTime }) => startCallingTime < endCallingTime, {
    message: 'must end after it starts, on the same day.',
    path: ['endCallingTime'],
  })
  .transform(({ days, startCallingTime, endCallingTime }) => ({
    days,
    startCallingTime,
    endCallingTime,
  }))
  .meta({ id: 'TimeRange' })
export type TimeRange = z.infer<typeof TimeRange>

export const ShownTimeRange = z.object({
  days: z.array(z.enum(weekdays)),
  startCallingTime: z.string(),
  endCallingTime: z.string(),
})

/** Minutes since midnight. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** HH:MM of minutes since midnight. */
export function timeOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
