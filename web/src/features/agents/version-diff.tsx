import type { VersionDiff as Diff } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Badge, SkeletonLines } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { Failure } from '../../ui/states.tsx'
import { diffLines } from './text-diff.ts'

type DiffProps = { readonly agentId: string; readonly from: number; readonly to: number }
type Change = Diff['changes'][number]

const tones = { added: 'good', removed: 'bad', changed: 'info' } as const
/** Shorter texts are shown before and after, longer ones line by line. */
const longText = 80

/** What differs, field by field. */
export function VersionDiff({ agentId, from, to }: DiffProps) {
  const diff = useQuery({
    queryKey: ['voice-agents', 'diff', agentId, from, to],
    queryFn: () => parley.voiceAgentVersions.diff(agentId, { from: String(from), to: String(to) }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data } = diff
  if (diff.isPending) return <SkeletonLines count={6} />
  if (!data) return <Failure error={diff.error} retry={() => void diff.refetch()} />
  if (data.changes.length === 0) return <p className="text-muted">{t('versions.same')}</p>
  return (
    <>
      <ul className="flex flex-col gap-4">
        {data.changes.map((change) => (
          <li key={change.path}>
            <p className="mb-1 flex flex-wrap items-center gap-2">
              <span className="font-medium">{nameOf(change.path)}</span>
              <Badge tone={tones[change.change]}>{t(`versionChange.${change.change}`)}</Badge>
              <code dir="ltr" className="text-2xs text-faint">
                {change.path}
              </code>
            </p>
            <Values change={change} />
          </li>
        ))}
      </ul>
      {data.isCut && <p className="mt-3 text-muted">{t('versions.cut')}</p>}
    </>
  )
}

/** What the editor calls a field; what is deeper keeps the name that the API has for it. */
function nameOf(path: string): string {
  const parts = path.split(/[.[]/)
  const [first = '', second = ''] = parts
  if (first === 'callSettings') return tOr(`setting.${second}`, second)
  const exact = tOr(`versionField.${parts.slice(0, 2).join('_')}`, '')
  return exact || tOr(`versionField.${first}`, path)
}

function Values({ change: { before, after } }: { readonly change: Change }) {
  if (typeof before === 'string' && typeof after === 'string') {
    const isLong = [before, after].some((text) => text.includes('\n') || text.length > longText)
    if (isLong) return <Lines before={before} after={after} />
  }
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Value value={before} isOld />
      <Value value={after} isOld={false} />
    </div>
  )
}

function Value({ value, isOld }: { readonly value: unknown; readonly isOld: boolean }) {
  return (
    <div className={cx('rounded-md px-2.5 py-1.5', isOld ? 'bg-bad-soft' : 'bg-good-soft')}>
      <span className="sr-only">{isOld ? t('versions.before') : t('versions.after')}</span>
      <pre
        dir="auto"
        className="font-mono text-xs leading-4.5 break-words whitespace-pre-wrap text-text"
      >
        {textOf(value)}
      </pre>
    </div>
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no')
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

const looks = {
  same: '',
  added: 'bg-good-soft',
  removed: 'bg-bad-soft line-through decoration-current/40',
} as const

function Lines({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <div className="overflow-hidden rounded-md border border-line font-mono text-xs leading-4.5">
      {diffLines(before, after).map(({ change, text }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no ids, and never move
        <p key={index} className={cx('flex gap-2 px-2.5 whitespace-pre-wrap', looks[change])}>
          <span aria-hidden className="w-2 shrink-0 text-faint">
            {{ same: '', added: '+', removed: '−' }[change]}
          </span>
          {change !== 'same' && <span className="sr-only">{t(`versionChange.${change}`)}</span>}
          <span dir="auto" className="min-w-0 break-words">
            {text || ' '}
          </span>
        </p>
      ))}
    </div>
  )
}
