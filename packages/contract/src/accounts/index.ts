import { invitationEndpoints } from './invitations.ts'
import { memberEndpoints } from './members.ts'
import { workspaceEndpoints } from './workspace.ts'

export {
  AcceptInvitation,
  Invitation,
  InvitationStatus,
  NewInvitation,
  passwordLength,
  SentInvitation,
} from './invitations.ts'
export { Member, PageQuery } from './members.ts'
export { Role } from './role.ts'
export { Me, Workspace, WorkspaceUpdate } from './workspace.ts'

export const accountEndpoints = {
  ...workspaceEndpoints,
  ...memberEndpoints,
  ...invitationEndpoints,
}
