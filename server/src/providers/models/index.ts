export { catalogue, type Model, type ModelName } from './catalogue.ts'
export type { FetchProgress } from './fetch-model.ts'
export type { ModelPaths } from './model-files.ts'
export { type ModelStore, type ModelStoreOptions, openModelStore } from './store.ts'
