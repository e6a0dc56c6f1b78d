import type { Role } from '@parley/contract'
import type { Mail } from '../../providers/mail/index.ts'

export function acceptUrl(baseUrl: string, invitation: { id: string; token: string }): string {
  return `${baseUrl}/accept-invitation?${new URLSearchParams(invitation).toString()}`
}

export function invitationMail(invitation: {
  readonly to: string
  readonly inviter: string
  readonly workspace: string
  readonly role: Role
  readonly url: string
}): Mail {
  const { to, inviter, workspace, role, url } = invitation
  return {
    to,
    subject: `${inviter} invites you to ${workspace} on Parley`,
    text: `Hello,

${inviter} invites you to join the workspace "${workspace}" on Parley, as ${role}.

Accept the invitation here, within seven days:
${url}

If you did not expect this, ignore this mail; nothing will happen.
`,
  }
}

export function passwordResetMail(baseUrl: string, to: string, token: string): Mail {
  return {
    to,
    subject: 'Reset your Parley password',
    text: `Hello,

somebody, probably you, asked to reset the password of your Parley account.

Choose a new password here, within one hour:
${baseUrl}/reset-password?${new URLSearchParams({ token }).toString()}

If it was not you, ignore this mail; your password stays as it is.
`,
  }
}
