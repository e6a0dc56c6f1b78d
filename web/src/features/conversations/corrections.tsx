import type { Transcript } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay, useNameOf } from '../../api/queries.ts'
import { formatClock, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { speakerName, useCorrection } from './change-transcript.ts'

const pageSize = 50

type Props = { readonly transcript: Transcript; readonly onClose: () => void }
type Edit = Awaited<ReturnType<typeof parley.transcripts.history>>['data'][number]

/** Who corrected what, newest first, with the way back. */
export function Corrections({ transcript, onClose }: Props) {
  const edits = useInfiniteQuery({
    queryKey: ['conversations', 'corrections', transcript.id],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      parley.transcripts.history(transcript.id, { limit: pageSize, offset: pageParam }),
    getNextPageParam: ({ pagination: { hasMore, offset } }) =>
      hasMore ? offset + pageSize : undefined,
  })
  const rows = edits.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Modal open onClose={onClose} title={t('transcript.history')} wide>
      {edits.isPending && <SkeletonLines count={6} />}
      {edits.isError && <Failure error={edits.error} retry={() => void edits.refetch()} />}
      {edits.isSuccess && rows.length === 0 && (
        <Empty
          icon={History}
          title={t('transcript.noHistory')}
          text={t('transcript.noHistoryText')}
        />
      )}
      <ul className="flex flex-col gap-3">
        {rows.map((edit) => (
          <Correction key={edit.id} edit={edit} transcript={transcript} />
        ))}
      </ul>
      {edits.hasNextPage && (
        <Button
          className="mt-3"
          disabled={edits.isFetchingNextPage}
          onClick={() => void edits.fetchNextPage()}
        >
          {t('transcript.more')}
        </Button>
      )}
    </Modal>
  )
}

function Correction({
  edit,
  transcript,
}: {
  readonly edit: Edit
  readonly transcript: Transcript
}) {
  const nameOf = useNameOf()
  const canWrite = useMay('write')
  const { mutate, isPending } = useCorrection(transcript)
  const { position, former_text: text, former_speaker: speaker, edited_at: at } = edit
  const segment = transcript.segments[position]
  const time = formatClock(segment?.start_ms ?? 0)
  const isThere = segment?.text === text && segment.speaker === speaker
  return (
    <li className="rounded-md border border-line px-3 py-2">
      <p className="figures flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <span dir="ltr">{time}</span>
        <span className="font-medium text-text">{nameOf(edit.edited_by)}</span>
        <time dateTime={at}>{formatMoment(at)}</time>
      </p>
      {text !== edit.new_text && (
        <>
          <p className="mt-1 text-muted line-through rtl:text-right" dir="auto">
            <span className="sr-only">{t('transcript.before')} </span>
            {text}
          </p>
          <p className="rtl:text-right" dir="auto">
            <span className="sr-only">{t('transcript.after')} </span>
            {edit.new_text}
          </p>
        </>
      )}
      {speaker !== edit.new_speaker && (
        <p className="mt-1 text-muted">
          {t('transcript.speakerChanged', {
            before: speakerName(transcript, speaker),
            after: speakerName(transcript, edit.new_speaker),
          })}
        </p>
      )}
      {canWrite && !isThere && (
        <Button
          size="sm"
          className="mt-2"
          aria-label={t('transcript.restoreAt', { time })}
          disabled={isPending}
          onClick={() => mutate({ segments: [{ position, text, speaker }] })}
        >
          {t('transcript.restore')}
        </Button>
      )}
    </li>
  )
}
