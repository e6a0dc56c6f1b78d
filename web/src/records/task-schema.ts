export { NewTask as schema } from '@parley/contract'
