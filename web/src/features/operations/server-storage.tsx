import type { ServerStorage as Storage } from '@parley/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Download } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { formatMoment, formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass, IconButton } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { copy } from '../../ui/toast.ts'
import { formatBytes } from './format-bytes.ts'

const freshMs = 60_000
/** The download is noted when its last byte was sent. */
const lookAgainMs = 15_000

/** What takes how much room, and how to keep it safe. */
export function ServerStorage() {
  const storage = useQuery({
    queryKey: ['operations', 'storage'],
    queryFn: () => parley.operations.storage(),
    // Files are counted each time.
    staleTime: freshMs,
  })
  if (storage.isPending) {
    return (
      <Card>
        <SkeletonLines count={6} />
      </Card>
    )
  }
  if (storage.isError) {
    return <Failure error={storage.error} retry={() => void storage.refetch()} />
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Room storage={storage.data} />
      <Backup storage={storage.data} />
    </div>
  )
}

function Room({
  storage: { database, media, disk, data_dir: folder },
}: {
  readonly storage: Storage
}) {
  const facts = [
    ['operations.database', formatBytes(database.bytes)],
    [
      'operations.media',
      t(media.is_partial ? 'operations.filesAtLeast' : 'operations.files', {
        bytes: formatBytes(media.bytes),
        count: formatNumber(media.files),
      }),
    ],
    [
      'operations.disk',
      t('operations.freeOf', {
        free: formatBytes(disk.free_bytes),
        total: formatBytes(disk.total_bytes),
        share: formatShare(disk.total_bytes === 0 ? 0 : disk.free_bytes / disk.total_bytes),
      }),
    ],
    ['operations.folder', folder],
  ] as const
  const most = Math.max(1, ...database.tables.map(({ bytes }) => bytes))
  return (
    <Card title={t('operations.storage')}>
      <div className="figures flex flex-col gap-4">
        <dl className="grid grid-cols-[8rem_1fr] gap-x-3 gap-y-1">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{t(label)}</dt>
              <dd className="min-w-0 break-words">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        <div>
          <h3 className="pb-2 text-xs font-medium text-muted">{t('operations.tables')}</h3>
          <ul className="flex flex-col gap-1.5">
            {database.tables.map(({ name, bytes, rows }) => (
              <li key={name} className="grid grid-cols-[1fr_5rem_5rem] items-center gap-3">
                <span className="min-w-0">
                  <bdi className="block truncate font-mono text-xs">{name}</bdi>
                  <span aria-hidden className="mt-0.5 block h-1 rounded-full bg-hover">
                    <span
                      className="block h-full rounded-full bg-accent"
                      style={{ width: `${(bytes / most) * 100}%` }}
                    />
                  </span>
                </span>
                <span className="text-end text-xs text-muted">
                  {t('operations.rows', { count: formatNumber(rows) })}
                </span>
                <span className="text-end">{formatBytes(bytes)}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  )
}

function Backup({ storage: { backup } }: { readonly storage: Storage }) {
  const cache = useQueryClient()
  const { last, command } = backup
  const lookLater = () =>
    setTimeout(
      () => void cache.invalidateQueries({ queryKey: ['operations', 'storage'] }),
      lookAgainMs,
    )
  return (
    <Card title={t('operations.backup')}>
      <div className="figures flex flex-col gap-3">
        <p>
          {last
            ? t('operations.lastBackup', {
                when: formatMoment(last.made_at),
                rows: formatNumber(last.rows),
                bytes: formatBytes(last.bytes),
              })
            : t('operations.noBackup')}
        </p>
        <p className="text-muted">{t('operations.backupText')}</p>
        <a
          href="/functions/v1/operations/backup"
          download
          className={buttonClass('default', 'md', 'self-start')}
          onClick={lookLater}
        >
          <Download aria-hidden size={14} />
          {t('operations.download')}
        </a>
        <div className="flex items-center gap-2">
          <code
            className="min-w-0 flex-1 rounded-md bg-hover px-2.5 py-1.5 font-mono text-xs"
            dir="ltr"
          >
            {command}
          </code>
          <IconButton label={t('action.copy')} onClick={() => void copy(command)}>
            <Copy aria-hidden size={15} />
          </IconButton>
        </div>
        <p className="text-xs text-faint">{t('operations.keyText')}</p>
      </div>
    </Card>
  )
}
