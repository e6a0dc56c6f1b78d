import { z } from 'zod'

export const Role = z
  .enum(['owner', 'admin', 'manager', 'rep', 'viewer'])
  .describe(
    'owner and admin do everything, and only an owner makes owners; manager reads and changes all records; rep reads and changes only their own; viewer reads all and changes nothing.',
  )
export type Role = z.infer<typeof Role>
