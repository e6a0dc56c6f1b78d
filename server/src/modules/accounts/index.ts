export {
  type CreateKey,
  createWorkspaceWithOwner,
  ensureFirstOwner,
  type FirstOwner,
} from './new-workspace.ts'
export { accountRoutes } from './routes.ts'
export type { AccountServices } from './services.ts'
export { principalOfSession } from './session.ts'
export { emailOf, mayOperate } from './workspaces.ts'
