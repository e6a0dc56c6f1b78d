import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type DurationHistogram, durationHistogram } from './duration-histogram.ts'

/** Seconds; from a cached read to what a client gives up on. */
const requestBucketsS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** How often the event loop's delay is sampled. Every 10 ms, the default, keeps an idle CPU awake. */
const loopSampleMs = 100
const jobBucketsS = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300]

/** What this process counts and measures. One per process; a test app has its own. */
export type Metrics = {
  readonly registry: Registry
  /** Labels: method, route (its pattern), status (its class, such as 2xx). */
  readonly requestSeconds: DurationHistogram
  readonly eventsRelayed: Counter
  readonly eventRelayFailures: Counter<'subscriber'>
  readonly jobSeconds: Histogram<'job' | 'outcome'>
  /** Adds a gauge that is read only when somebody asks. */
  addGauge(gauge: GaugeName, read: () => Reading[] | Promise<Reading[]>): void
}

type GaugeName = {
  readonly name: string
  readonly help: string
  readonly labelNames?: string[]
}

type Reading = { readonly labels?: Record<string, string>; readonly value: number }

/** `process`: CPU, memory and event loop of this process too; ask for it once per process. */
export function openMetrics(options: { process: boolean }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (options.process) {
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: loopSampleMs })
  }
  const requestSeconds = durationHistogram(
    'parley_http_request_duration_seconds',
    'Time from the first byte of a request to the last of its reply.',
    requestBucketsS,
  )
  registry.registerMetric(requestSeconds.metric)
  return {
    registry,
    requestSeconds,
    eventsRelayed: new Counter({
      name: 'parley_events_relayed_total',
      help: 'Events this process handed to the subscribers.',
      registers,
    }),
    eventRelayFailures: new Counter({
      name: 'parley_event_relay_failures_total',
      help: 'Batches of events that were rolled back, by the subscriber that failed.',
      labelNames: ['subscriber'],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'parley_job_duration_seconds',
      help: 'Time of one attempt of a background job, by job and outcome (done or failed).',
      labelNames: ['job', 'outcome'],
      buckets: jobBucketsS,
      registers,
    }),
    addGauge: (gauge, read) => addGauge(registry, gauge, read),
  }
}

function addGauge(
  registry: Registry,
  { name, help, labelNames = [] }: GaugeName,
  read: () => Reading[] | Promise<Reading[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const readings = await Promise.resolve(read()).catch(() => [])
      this.reset()
      for (const { labels = {}, value } of readings) this.set(labels, value)
      if (readings.length === 0) this.remove({})
    },
  })
}
