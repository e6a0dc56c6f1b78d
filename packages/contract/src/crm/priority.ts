import { z } from 'zod'

const documented = ['low', 'medium', 'high', 'critical'] as const

export const Priority = z.enum(documented)

/** Sixty's server says urgent where its documentation says critical; both are understood. */
export const priority = z
  .enum([...documented, 'urgent'], `must be one of ${documented.join(', ')}.`)
  .transform((value) => (value === 'urgent' ? 'critical' : value))
  .meta({ openapi: { type: 'string', enum: documented } })
