export { ensureFirstOwner, type FirstOwner } from './first-owner.ts'
export { accountRoutes } from './routes.ts'
