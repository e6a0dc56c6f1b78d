import type { ConversationInFull, Recording } from '@parley/contract'
import { AudioLines, CircleAlert } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import {
  failureText,
  isUnderWay,
  RecordingAction,
  stateText,
  useRecording,
} from './recording-state.tsx'

type Props = { readonly conversation: ConversationInFull }

/** In the place of a transcript: what becomes of the recording, or that there is none. */
export function NoWords({ conversation: { media, notes } }: Props) {
  const { recording } = media
  return (
    <section
      aria-label={t('conversation.transcript')}
      className="rounded-lg border border-line bg-raised"
    >
      {recording && recording.status !== 'completed' ? (
        <StateOf id={recording.id} />
      ) : (
        <Empty
          title={t('conversation.noTranscript')}
          text={notes ?? t('conversation.noTranscriptText')}
        />
      )}
    </section>
  )
}

function StateOf({ id }: { readonly id: string }) {
  const { data: recording, error, refetch } = useRecording(id)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!recording) return <SkeletonLines count={6} />
  return (
    <Empty
      icon={recording.status === 'failed' ? CircleAlert : AudioLines}
      title={stateText(recording)}
      text={<StateText recording={recording} />}
      action={<RecordingAction recording={recording} />}
    />
  )
}

function StateText({ recording }: { readonly recording: Recording }) {
  const { status, progress, title } = recording
  if (status === 'failed') return failureText(recording)
  if (!isUnderWay(recording)) return t('recording.cancelledText')
  return (
    <>
      <p>{t('conversation.transcribingText')}</p>
      <Progress
        label={t('recording.progress', { title })}
        share={status === 'processing' ? progress / 100 : undefined}
        className="mx-auto mt-3 w-56 max-w-full"
      />
    </>
  )
}
