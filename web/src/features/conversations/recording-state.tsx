import type { Recording } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatShare } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { tellFailure } from '../../ui/toast.ts'

/** Its progress is no event. */
const lookAgainMs = 1_500

const keyOf = (id: string) => ['conversations', 'recording', id]

export function isUnderWay(recording: Pick<Recording, 'status'> | undefined): boolean {
  return recording?.status === 'new' || recording?.status === 'processing'
}

/** A recording as it is now, for as long as something becomes of it. */
export function useRecording(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => parley.recordings.get(id),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? lookAgainMs : false),
  })
}

/** Where it stands, in words. */
export function stateText({ status, progress, source, file_size: size }: Recording): string {
  if (status === 'new' && source === 'url' && size === null) return t('recording.fetching')
  return t(`recording.${status}`, { share: formatShare(progress / 100) })
}

/** Why it was not transcribed. */
export function failureText({ failure }: Recording): string | undefined {
  return failure ? tOr(`recordingFailure.${failure.code}`, failure.message) : undefined
}

/** Stops a transcription, or begins it again. */
export function RecordingAction({ recording }: { readonly recording: Recording }) {
  const cache = useQueryClient()
  const canWrite = useMay('write')
  const { id, status } = recording
  const isRunning = isUnderWay(recording)
  const change = useMutation({
    mutationFn: () => (isRunning ? parley.recordings.cancel(id) : parley.recordings.transcribe(id)),
    onSuccess: (changed) => cache.setQueryData(keyOf(id), changed),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
  if (!canWrite || status === 'completed') return null
  return (
    <Button size="sm" disabled={change.isPending} onClick={() => change.mutate()}>
      {t(isRunning ? 'recording.cancel' : status === 'failed' ? 'action.retry' : 'recording.again')}
    </Button>
  )
}
