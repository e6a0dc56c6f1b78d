export { catalogue } from './catalogue.ts'
export { findMissingModels, type MissingModels } from './missing-models.ts'
export { type ModelStore, modelsFolder, openModelStore } from './store.ts'
