import { createAuthMiddleware } from 'better-auth/api'
import { organization } from 'better-auth/plugins/organization'
import { createAccessControl } from 'better-auth/plugins/access'

// Imported by auth.ts when better-auth is loaded, never earlier.

const control = createAccessControl({
  organization: ['update'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  ac: [],
  team: [],
})
const administrator = control.newRole({
  organization: ['update'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
})
const colleague = control.newRole({})

/** Organizations are our workspaces. People enter and leave them through our own endpoints. */
export function workspacePlugins() {
  return [
    organization({
      ac: control,
      roles: {
        owner: administrator,
        admin: administrator,
        manager: colleague,
        rep: colleague,
        viewer: colleague,
      },
      allowUserToCreateOrganization: false,
      disableOrganizationDeletion: true,
      schema: {
        session: { fields: { activeOrganizationId: 'active_workspace_id' } },
        organization: { modelName: 'workspace', fields: { createdAt: 'created_at' } },
        member: {
          fields: { organizationId: 'workspace_id', userId: 'user_id', createdAt: 'created_at' },
        },
        invitation: {
          fields: {
            organizationId: 'workspace_id',
            inviterId: 'inviter_id',
            expiresAt: 'expires_at',
            createdAt: 'created_at',
          },
        },
      },
    }),
  ]
}

/** A new password ends every other session, whatever the client asked for. */
export const alwaysEndOtherSessions = createAuthMiddleware(async (call) => {
  if (call.path !== '/change-password') return
  return { context: { body: { ...(call.body as object), revokeOtherSessions: true } } }
})
