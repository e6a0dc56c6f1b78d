export { NewActivity as schema } from '@parley/contract'
