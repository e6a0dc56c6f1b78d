export { requireDictionaries } from './dictionaries.ts'
export { voiceRoutes } from './routes.ts'
export { sayText } from './say.ts'
export { voicesById } from './voices.ts'
