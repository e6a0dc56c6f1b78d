import { z } from 'zod'
import { Role } from '../accounts/role.ts'
import { eventType } from './event-type.ts'

const UserInvited = z.object({
  invitation_id: z.uuid().describe('Also the subject of the event.'),
  email: z.string().describe('Address the invitation was sent to, in lower case.'),
  role: Role.describe('Role the person gets on joining.'),
  invited_by: z.uuid().describe('User who invited.'),
  expires_at: z.iso.datetime().describe('Moment after which the link no longer works.'),
})

const UserJoined = z.object({
  user_id: z.uuid().describe('Also the subject of the event.'),
  member_id: z.uuid(),
  invitation_id: z.uuid().describe('Invitation that was accepted.'),
  email: z.string(),
  name: z.string(),
  role: Role,
})

/** What happens to people and workspaces. Declared with `eventType`. */
export const accountEvents = [
  eventType({
    name: 'user.invited',
    description:
      'Somebody was invited into the workspace. Sending the link again is not announced.',
    data: UserInvited,
    example: {
      invitation_id: '019a3c5e-7a10-7c3e-9d7f-2b1c4e5f6a70',
      email: 'ada@example.com',
      role: 'rep',
      invited_by: '019a3c5e-0001-7c3e-9d7f-2b1c4e5f6a70',
      expires_at: '2026-01-08T09:30:00.000Z',
    },
  }),
  eventType({
    name: 'user.joined',
    description: 'An invited person accepted and is now a member of the workspace.',
    data: UserJoined,
    example: {
      user_id: '019a3c5e-9b20-7c3e-9d7f-2b1c4e5f6a70',
      member_id: '019a3c5e-9b21-7c3e-9d7f-2b1c4e5f6a70',
      invitation_id: '019a3c5e-7a10-7c3e-9d7f-2b1c4e5f6a70',
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      role: 'rep',
    },
  }),
] as const
