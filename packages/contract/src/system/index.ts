export { getLiveness, getReadiness, Health } from './health.ts'
