import {
  figureDefinitions,
  type ReportFigure,
  type RepsReport,
  type TeamFigureName,
  type TeamReport,
  teamFigureNames,
} from '@parley/contract'

/** The weekly mail as plain text: the figures of the team, then a line for each rep. */
export function weeklyText(workspace: string, team: TeamReport, reps: RepsReport): string {
  const { range, figures } = team
  const lines = teamFigureNames.map((name) => lineOf(name, figures[name]))
  return `Hello,

the week of ${workspace} from ${range.from} to ${range.to} (${range.time_zone}); in brackets, the change against
the week before.

${lines.join('\n')}

${mentions(team)}${repLines(reps)}
What each figure is made of stands in the reports, which also list the conversations behind it.
`
}

function lineOf(name: TeamFigureName, figure: ReportFigure): string {
  const title = `${figureDefinitions[name].title}:`
  return `${title.padEnd(24)}${show(figure)}`
}

function show({ value, change, unit }: ReportFigure): string {
  if (value === null) return '–'
  const sign = change !== null && change > 0 ? '+' : ''
  return inUnit(value, unit) + (change === null ? '' : ` (${sign}${inUnit(change, unit)})`)
}

function inUnit(value: number, unit: ReportFigure['unit']): string {
  const shown = (number: number) => String(Math.round(number * 10) / 10)
  if (unit === 'share') return `${shown(value * 100)} %`
  if (unit === 'seconds') return `${shown(value)} s`
  return shown(value)
}

function mentions({ best, most_improved: improved }: TeamReport): string {
  const lines = [
    best && `Best score: ${best.name}, ${show(best.average_score)}`,
    improved && `Most improved: ${improved.name}, ${show(improved.average_score)}`,
  ].filter((line) => line !== null)
  return lines.length > 0 ? `${lines.join('\n')}\n\n` : ''
}

/** A mail is no place for hundreds of people. */
const maxReps = 50

function repLines({ reps }: RepsReport): string {
  const lines = reps.slice(0, maxReps).map(({ rank, name, figures }) => {
    const { calls, sales, closing_rate, average_score } = figures
    return `${rank ?? '–'}. ${name}: calls ${show(calls)}, sales ${show(sales)}, closing rate ${show(closing_rate)}, score ${show(average_score)}`
  })
  return lines.length > 0 ? `Reps, by rank:\n${lines.join('\n')}\n` : ''
}
