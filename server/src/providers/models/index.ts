export { catalogue } from './catalogue.ts'
export { type ModelStore, openModelStore } from './store.ts'
