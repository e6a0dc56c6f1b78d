import {
  defaultMonologueSeconds,
  type MetricDefinition,
  metricDefinitions,
  metricReasons,
  metricUnits,
} from '@parley/contract'
import { expect, test } from 'vitest'

const introduction = `# Metrics

What is measured of a conversation, by rules alone, as soon as it has a transcript and after each
correction of it. \`GET /functions/v1/api-v1-conversations/{id}/metrics\` answers them; targets are
settings of the workspace (\`/functions/v1/settings/metrics\`). This page is made from the declarations
in \`packages/contract/src/analysis/\`; \`npx vitest run server/test/metrics-docs.test.ts -u\` writes it
anew.

Each metric is \`{value, unit, reason, estimated, sample, position}\`. Where a value cannot be told it
is null and \`reason\` says why. \`estimated\` marks what was made with something that is not known
exactly. \`sample\` counts what it was made of. \`position\` is the segment that shows it.

## What the times of a transcript allow

| Timing of the transcript | Metrics that need ends | Metrics that need lengths | Others |
|---|---|---|---|
| \`word\`, \`segment\` | exact | exact | exact |
| \`start\` (Fathom: seconds at which sentences begin) | null, \`no_end_times\` | estimated | exact, rates estimated |
| \`estimated\` (plain text) | null, \`no_times\` | null, \`no_times\` | shares by words, and rates by the known length, both estimated |

Of beginnings alone an end is derived: where the next segment begins, but no later than a second and
0.6 s a word after its own beginning; the last one takes 0.4 s a word. Where words have times, a
segment lasts from its first word to its last.

## Sides

Reps and voice agents of the workspace are our side, customers the other. Where nobody is known on one
of the two, speakers of whom nothing is known are taken to be on it, as an estimate; else they are on
none.

## Back-channels

A segment of at most four words that are all on the list of the language (“mhm”, “oui”, “نعم”),
between two segments of one other speaker and not after their question. It ends nobody’s turn and
interrupts nobody.

## Languages

English, French and Arabic have word lists, which are our own, in
\`server/src/modules/metrics/*-rules.ts\`. The language is the one that the transcript names; where it
names none, frequent words and the script tell, as an estimate. In other languages metrics of wording
are null with the reason \`unknown_language\`, and the rest is measured without back-channels.

## Monologues

A turn of our side longer than \`monologue_seconds\` of the workspace's settings,
${defaultMonologueSeconds} unless changed. Changing it measures all conversations anew.
`

test('docs/metrics.md describes every metric as it is declared', async () => {
  const metrics = Object.entries<MetricDefinition>(metricDefinitions).map(describe)
  const page = [introduction, ...metrics, tables].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/metrics.md')
})

const needs = {
  segment: 'beginnings and ends',
  start: 'beginnings at least',
  none: 'no times; see above for what they change',
} as const

function describe([name, metric]: [string, MetricDefinition]): string {
  const { title, unit, definition, sample, timing, target, source } = metric
  return `## ${title}

\`${name}\`, ${metricUnits[unit]}

${definition}

- Sample: ${sample}.
- Needs: ${needs[timing]}.
- Default target: ${target ? inWords(target) : 'none'}.
- Source: ${source}.
`
}

function inWords({ min, ideal, max }: NonNullable<MetricDefinition['target']>): string {
  const parts = [
    min !== undefined && `at least ${min}`,
    max !== undefined && `at most ${max}`,
    ideal !== undefined && `best ${ideal}`,
  ]
  return parts.filter(Boolean).join(', ')
}

const rows = (entries: object) =>
  Object.entries(entries)
    .map(([name, meaning]) => `| \`${name}\` | ${String(meaning)} |`)
    .join('\n')

const tables = `## Units

| Unit | Meaning |
|---|---|
${rows(metricUnits)}

## Reasons

| Reason | Meaning |
|---|---|
${rows(metricReasons)}
`
