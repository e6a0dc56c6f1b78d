export { signalRoutes } from './routes.ts'
export { saveSignals } from './save-signals.ts'
export { selectSignalsOf } from './signal-queries.ts'
