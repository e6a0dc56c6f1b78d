export { accessJobs } from './jobs.ts'
export { createApiKey, type NewKey } from './create-key.ts'
export { forgetKeysOfUser, revokeKeysOfUser } from './revoke-keys.ts'
export {
  accessRoutes,
  admitSocket,
  guardRequests,
  principalOfKey,
  principalOfUpgrade,
} from './routes.ts'
