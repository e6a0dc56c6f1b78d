import {
  type FigureDefinition,
  figureUnits,
  otherFigureDefinitions,
  riskReasons,
  teamFigureDefinitions,
} from '@parley/contract'
import { expect, test } from 'vitest'

const introduction = `# Reports

The figures a head of sales runs a team on: \`GET /functions/v1/reports/…\` (\`team\`, \`reps\`,
\`reps/{userId}\`, \`criteria\`, \`outcomes\`, \`volume\`, \`trend\`, \`pipeline\`, \`activity\`). This page is
made from the declarations in \`packages/contract/src/reports/\`;
\`npx vitest run server/test/reports-docs.test.ts -u\` writes it anew.

Each figure is \`{value, previous, change, sample, unit, definition, conversations}\`. Where there is
nothing to make it of, \`value\` is null: no rate is made of no calls. \`conversations\` is the path that
lists the conversations behind it; its \`from\` is the first moment of the range, its \`to\` the first
moment after it, or the present one while it is not over: what is yet to begin is not counted.
Follow-ups are counted on the day they are due: their link has \`follow_up_from\` and \`follow_up_to\`,
the first and the last day. Those of single objections name the \`objection\`.

## Ranges

\`period\` is \`today\`, \`week\`, \`month\`, \`quarter\` or \`year\`, from its beginning through today, or
\`custom\` with \`from\` and \`to\`. Days begin at midnight in the time zone of the workspace; weeks on the
day that its settings say (\`/functions/v1/settings/reports\`, Monday unless changed). The range before
has as many days: the first ones of the period before, or those right before the range where the
period before is too short. A custom range is compared with the days right before it.

## How figures are made

Each day of each person is one row of sums and counts (\`report_day\`), each month another
(\`report_month\`, the sum of its days). Averages, medians and shares are made of these when somebody
asks; averages are never averaged. Whatever happens to a conversation, deal, task or activity has its
day counted anew from the records themselves within seconds. Every night the last 35 days are counted
anew, and all days when the time zone of the workspace changes or a member leaves.

A conversation is counted on the day it began, for its owner, once that moment has come. Deleted ones
are never counted.

## Who sees what

Owners, admins, managers and viewers see all. Reps, and keys without the scope \`admin\`, see the
figures of their own records (\`scope: "own"\`), and their rank among all.

## Files and mail

\`?format=csv\` answers a file with one line per figure. Text that begins with \`=\`, \`+\`, \`-\` or \`@\` gets
a leading apostrophe, so that no spreadsheet runs it; numbers stay numbers. Owners, admins and
managers get the past seven days by mail, once a week, on the day and hour of the settings (Monday at
8 unless changed), in English, French or Arabic.
`

test('docs/reports.md describes every figure as it is declared', async () => {
  const page = [
    introduction,
    '## Of a team and of each rep\n',
    ...Object.entries<FigureDefinition>(teamFigureDefinitions).map(describe),
    '## Of what surrounds conversations\n',
    ...Object.entries<FigureDefinition>(otherFigureDefinitions).map(describe),
    tables,
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../docs/reports.md')
})

function describe([name, { title, unit, definition, sample, link }]: [string, FigureDefinition]) {
  return `### ${title}

\`${name}\`, ${figureUnits[unit]}

${definition}

- Sample: ${sample}.
- Conversations: ${link === undefined ? 'none behind it' : inWords(link)}.
`
}

function inWords(link: Readonly<Record<string, string>>): string {
  const filters = Object.entries(link).map(([name, value]) => `\`${name}=${value}\``)
  return filters.length > 0 ? `those with ${filters.join(', ')}` : 'all of the range'
}

const rows = (entries: object) =>
  Object.entries(entries)
    .map(([name, meaning]) => `| \`${name}\` | ${String(meaning)} |`)
    .join('\n')

const tables = `## Deals at risk

Of open deals; any of these is enough.

| Reason | Meaning |
|---|---|
${rows(riskReasons)}

## Units

| Unit | Meaning |
|---|---|
${rows(figureUnits)}
`
