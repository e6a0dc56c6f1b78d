import {
  type MailLanguage,
  type ReportFigure,
  type RepsReport,
  type TeamFigureName,
  type TeamReport,
  teamFigureNames,
} from '@parley/contract'
import { mailWords } from './mail-word-rules.ts'

/** What a weekly mail tells of. */
export type WeekTold = {
  readonly workspace: string
  readonly language: MailLanguage
  readonly team: TeamReport
  readonly reps: RepsReport
}

/** The weekly mail as plain text: the figures of the team, then a line for each rep. */
export function weeklyMail({ workspace, language, team, reps }: WeekTold): {
  readonly subject: string
  readonly text: string
} {
  const { from, to, time_zone: timeZone } = team.range
  const words = mailWords[language]
  const week = { workspace, from, to, timeZone }
  const show = shower(language)
  const name = (figure: TeamFigureName) => words.figures[figure]
  const { best, most_improved: improved } = team
  const mentions = [
    best && `${words.best}: ${best.name}, ${show(best.average_score)}`,
    improved && `${words.mostImproved}: ${improved.name}, ${show(improved.average_score)}`,
  ].filter((line) => line !== null)
  const ranks = repLines(reps, { show, name })
  const parts = [
    words.opening(week),
    teamFigureNames.map((one) => lineOf(name(one), show(team.figures[one]))).join('\n'),
    mentions.join('\n'),
    ranks.length > 0 ? [words.repsByRank, ...ranks].join('\n') : '',
    words.closing,
  ]
  const text = parts.filter((part) => part !== '').join('\n\n')
  return { subject: words.subject(week), text: `${text}\n` }
}

const nameWidth = 26
const lineOf = (name: string, figure: string) => `${`${name}:`.padEnd(nameWidth)}${figure}`

type Show = (figure: ReportFigure) => string

/** How figures are written in a language; Arabic with the digits that the figures of the dashboard have. */
function shower(language: MailLanguage): Show {
  const digits = { maximumFractionDigits: 1, numberingSystem: 'latn' } as const
  const plain = new Intl.NumberFormat(language, digits)
  const signed = new Intl.NumberFormat(language, { ...digits, signDisplay: 'exceptZero' })
  const inUnit = (format: Intl.NumberFormat, value: number, unit: ReportFigure['unit']): string => {
    if (unit === 'share') return `${format.format(value * 100)} %`
    if (unit === 'seconds') return `${format.format(value)} ${mailWords[language].seconds}`
    return format.format(value)
  }
  return ({ value, change, unit }) => {
    if (value === null) return '–'
    const changed = change === null ? '' : ` (${inUnit(signed, change, unit)})`
    return inUnit(plain, value, unit) + changed
  }
}

/** A mail is no place for hundreds of people. */
const maxReps = 50
const shownOfReps = ['calls', 'sales', 'closing_rate', 'average_score'] as const

function repLines(
  { reps }: RepsReport,
  { show, name }: { readonly show: Show; readonly name: (figure: TeamFigureName) => string },
): string[] {
  return reps.slice(0, maxReps).map(({ rank, name: rep, figures }) => {
    const shown = shownOfReps.map((one) => `${name(one)} ${show(figures[one])}`)
    return `${rank ?? '–'}. ${rep}: ${shown.join(' · ')}`
  })
}
