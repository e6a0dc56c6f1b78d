export { NewContact as schema } from '@parley/contract'
