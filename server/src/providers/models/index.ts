export { catalogue, type Model, type ModelName } from './catalogue.ts'
export {
  type FetchProgress,
  type ModelPaths,
  type ModelStore,
  type ModelStoreOptions,
  openModelStore,
} from './store.ts'
