export { signalRoutes } from './routes.ts'
export { saveSignals } from './save-signals.ts'
