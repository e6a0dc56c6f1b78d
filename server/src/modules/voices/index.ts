export { requireDictionaries } from './dictionaries.ts'
export { voiceRoutes } from './routes.ts'
export { resolveVoice, type Said, type Saying, sayText, type Voiced } from './say.ts'
