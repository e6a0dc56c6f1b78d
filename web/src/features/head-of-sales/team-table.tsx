import type { RepsReport } from '@parley/contract'
import { memo } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Avatar } from '../../ui/bits.tsx'
import { Empty } from '../../ui/states.tsx'
import { Delta, Figure, FigureName } from './figure.tsx'
import { Panel } from './panel.tsx'
import { useRange } from './period.tsx'
import { useReport } from './use-report.ts'

const columns = [
  'calls',
  'sales',
  'closing_rate',
  'average_score',
  'talk_ratio',
  'next_step_rate',
  'follow_up_adherence',
] as const

type Rep = RepsReport['reps'][number]

/** Every rep by rank. */
export function TeamTable() {
  const range = useRange()
  const [{ owner_id: chosen }, setSearch] = useUrl()
  const reps = useReport({
    queryKey: ['reports', 'reps', range],
    queryFn: () => parley.reports.reps(range),
  })
  return (
    <Panel title={t('report.team')} report={reps} lines={8} flush>
      {(report) => <Reps report={report} chosen={chosen} choose={setSearch} />}
    </Panel>
  )
}

type Choosing = {
  readonly chosen: string | undefined
  readonly choose: (search: { readonly owner_id: string | undefined }) => void
}

const Reps = memo(function Reps({
  report,
  ...choosing
}: { readonly report: RepsReport } & Choosing) {
  const [first] = report.reps
  if (!first) return <Empty title={t('state.empty')} text={t('report.teamEmpty')} />
  return (
    <div
      className="overflow-x-auto print:overflow-visible"
      tabIndex={0}
      role="region"
      aria-label={t('report.team')}
    >
      <table className="w-full min-w-[44rem] print:min-w-0 print:text-xs">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="w-10 py-2 ps-4 text-start font-medium">
              {t('report.rank')}
            </th>
            <th scope="col" className="px-2 py-2 text-start font-medium">
              {t('field.rep')}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className="px-2 py-2 text-end font-medium last:pe-4">
                <FigureName of={name} name={t(`figure.${name}`)} figure={first.figures[name]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.reps.map((rep) => (
            <RepRow key={rep.user_id} rep={rep} {...choosing} />
          ))}
        </tbody>
      </table>
    </div>
  )
})

function RepRow({ rep, chosen, choose }: { readonly rep: Rep } & Choosing) {
  const isChosen = chosen === rep.user_id
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      <td className="py-2 ps-4 text-muted">{rep.rank ?? '–'}</td>
      <th scope="row" className="px-2 py-2 text-start font-medium">
        <button
          type="button"
          aria-pressed={isChosen}
          className="inline-flex items-center gap-2 rounded text-start whitespace-nowrap hover:text-accent aria-pressed:text-accent"
          onClick={() => choose({ owner_id: isChosen ? undefined : rep.user_id })}
        >
          <Avatar name={rep.name} />
          {rep.name}
        </button>
      </th>
      <Figures rep={rep} />
    </tr>
  )
}

/** Apart from the row, which is drawn again when somebody is chosen. */
const Figures = memo(function Figures({ rep }: { readonly rep: Rep }) {
  return columns.map((name) => (
    <td key={name} className="px-2 py-2 text-end last:pe-4">
      <Figure figure={rep.figures[name]} name={`${rep.name}, ${t(`figure.${name}`)}`} />
      {name === 'average_score' && (
        <span className="ms-1.5">
          <Delta figure={rep.figures[name]} />
        </span>
      )}
    </td>
  ))
})
