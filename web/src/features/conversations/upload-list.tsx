import type { Recording } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, LoaderCircle, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { refusalText } from '../../i18n/refusal.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { failureText, RecordingAction, stateText, useRecording } from './recording-state.tsx'
import { megabytesOf } from './upload-rules.ts'
import { putAway, sendAgain, stopUpload, type Upload } from './uploads.ts'

/** What is being sent, and what becomes of it. */
export function UploadList({ uploads }: { readonly uploads: readonly Upload[] }) {
  if (uploads.length === 0) return null
  return (
    <section
      aria-label={t('upload.list')}
      className="max-h-[40dvh] shrink-0 overflow-y-auto border-b border-line bg-surface"
    >
      <ul>
        {uploads.map((upload) => (
          <li key={upload.key} className="border-b border-line px-4 py-2 last:border-b-0">
            {upload.state.is === 'sent' ? (
              <SentLine upload={upload} id={upload.state.recordingId} />
            ) : (
              <SendingLine upload={upload} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

type LineProps = {
  readonly upload: Upload
  readonly icon: 'busy' | 'done' | 'bad'
  readonly state: string
  readonly why?: string | undefined
  /** From 0 to 1; absent when there is nothing to wait for. */
  readonly share?: number | undefined
  readonly progressLabel: string
  readonly children?: ReactNode
}

const icons = {
  busy: <LoaderCircle aria-hidden size={15} className="shrink-0 animate-spin text-accent" />,
  done: <CircleCheck aria-hidden size={15} className="shrink-0 text-good" />,
  bad: <CircleAlert aria-hidden size={15} className="shrink-0 text-bad" />,
} as const

function Line({ upload, icon, state, why, share, progressLabel, children }: LineProps) {
  const { key, title } = upload
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      {icons[icon]}
      <span className="min-w-0 flex-1 basis-40">
        <span className="block truncate font-medium" dir="auto">
          {title}
        </span>
        <span className="figures block text-xs text-muted">
          {state}
          {why && <span className="text-bad"> · {why}</span>}
        </span>
      </span>
      <span className="w-28 max-sm:order-last max-sm:w-full">
        {share !== undefined && <Progress label={progressLabel} share={share} />}
      </span>
      <span className="flex items-center gap-1.5">
        {children}
        <IconButton label={t('upload.putAway', { title })} onClick={() => putAway(key)}>
          <X aria-hidden size={14} />
        </IconButton>
      </span>
    </div>
  )
}

function SendingLine({ upload }: { readonly upload: Upload }) {
  const { key, title, sent, file, state } = upload
  const share = file && file.size > 0 ? sent / file.size : 0
  const isOpen = state.is === 'waiting' || state.is === 'sending'
  const name = state.is === 'sent' ? 'sending' : state.is
  return (
    <Line
      upload={upload}
      icon={isOpen ? 'busy' : 'bad'}
      state={t(`upload.${name}`, {
        share: formatShare(share),
        size: sizeOf(file?.size ?? 0),
      })}
      why={state.is === 'failed' ? refusalText(state.error) : undefined}
      share={isOpen ? share : undefined}
      progressLabel={t('upload.progress', { title })}
    >
      {isOpen ? (
        <Button size="sm" onClick={() => stopUpload(key)}>
          {t('action.cancel')}
        </Button>
      ) : (
        <Button size="sm" onClick={() => sendAgain(key)}>
          {t('action.retry')}
        </Button>
      )}
    </Line>
  )
}

function sizeOf(bytes: number): string {
  const { count, digits } = megabytesOf(bytes)
  return t('upload.megabytes', { count: formatNumber(count, digits) })
}

function SentLine({ upload, id }: { readonly upload: Upload; readonly id: string }) {
  const { data: recording, error } = useRecording(id)
  const progressLabel = t('recording.progress', { title: upload.title })
  if (error instanceof ParleyError && error.status === 404) {
    const state = t('recording.deleted')
    return <Line upload={upload} icon="bad" state={state} progressLabel={progressLabel} />
  }
  if (recording) return <FollowedLine upload={upload} recording={recording} />
  const state = t('recording.new')
  return <Line upload={upload} icon="busy" state={state} progressLabel={progressLabel} />
}

const iconOf = { new: 'busy', processing: 'busy', completed: 'done' } as const

type FollowedProps = { readonly upload: Upload; readonly recording: Recording }

function FollowedLine({ upload, recording }: FollowedProps) {
  const { status, title, progress, conversation_id: id } = recording
  const icon = status === 'failed' || status === 'cancelled' ? 'bad' : iconOf[status]
  return (
    <Line
      upload={{ ...upload, title }}
      icon={icon}
      state={stateText(recording)}
      why={failureText(recording)}
      share={status === 'processing' ? progress / 100 : undefined}
      progressLabel={t('recording.progress', { title })}
    >
      <RecordingAction recording={recording} />
      <Link
        to="/conversations/$id"
        params={{ id }}
        className={buttonClass('default', 'sm')}
        aria-label={t('upload.openTitle', { title })}
      >
        {t('upload.open')}
      </Link>
    </Line>
  )
}
