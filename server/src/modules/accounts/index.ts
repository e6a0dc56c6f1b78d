export {
  type CreateKey,
  createWorkspaceWithOwner,
  ensureFirstOwner,
  type FirstOwner,
  type NewWorkspace,
  type WorkspaceOwner,
} from './new-workspace.ts'
export { accountRoutes } from './routes.ts'
export { grantsOfRole } from './rules.ts'
export type {
  AccountServices,
  MemberRemovalStep,
  Membership,
  OwnedRecords,
  WorkspaceCreationStep,
} from './services.ts'
export { type IncomingRequest, principalOfSession } from './session.ts'
