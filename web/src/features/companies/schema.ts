export { NewCompany as schema } from '@parley/contract'
