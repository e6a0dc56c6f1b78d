export { signalRoutes } from './routes.ts'
export { saveSignals } from './save-signals.ts'
export { selectDescribedTrackers } from './tracker-queries.ts'
export { selectSignalsOf } from './signal-queries.ts'
