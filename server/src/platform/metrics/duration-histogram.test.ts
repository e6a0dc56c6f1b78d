import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { durationHistogram } from './duration-histogram.ts'

test('observations are counted cumulatively by bucket, in the format Prometheus reads', async () => {
  const histogram = durationHistogram('wait_seconds', 'How long.', [0.1, 1])
  const registry = new Registry()
  registry.registerMetric(histogram.metric)
  const get = histogram.series({ method: 'GET' })
  for (const seconds of [0.05, 0.1, 0.5, 30]) get.observe(seconds)
  histogram.series({ method: 'POST' }).observe(0.5)
  expect(await registry.metrics()).toBe(`# HELP wait_seconds How long.
# TYPE wait_seconds histogram
wait_seconds_bucket{method="GET",le="0.1"} 2
wait_seconds_bucket{method="GET",le="1"} 3
wait_seconds_bucket{method="GET",le="+Inf"} 4
wait_seconds_sum{method="GET"} 30.65
wait_seconds_count{method="GET"} 4
wait_seconds_bucket{method="POST",le="0.1"} 0
wait_seconds_bucket{method="POST",le="1"} 1
wait_seconds_bucket{method="POST",le="+Inf"} 1
wait_seconds_sum{method="POST"} 0.5
wait_seconds_count{method="POST"} 1
`)
})
