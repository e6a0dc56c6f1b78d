export { NewDeal as schema } from '@parley/contract'
