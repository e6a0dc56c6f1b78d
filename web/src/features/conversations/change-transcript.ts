import type { ConversationInFull, Transcript, TranscriptChanges } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { tellFailure } from '../../ui/toast.ts'
import { corrected } from './correction-rules.ts'

/** Corrects a transcript: shown at once, and as it was again when the server refuses. */
export function useCorrection(transcript: Transcript) {
  const cache = useQueryClient()
  const key = ['conversations', 'one', transcript.conversation_id]
  const show = (change: (shown: Transcript) => Transcript) =>
    cache.setQueryData<ConversationInFull>(key, (full) =>
      full?.transcript ? { ...full, transcript: change(full.transcript) } : full,
    )
  return useMutation({
    // One after the other, so that the last one made is the one that stays.
    scope: { id: `transcript ${transcript.id}` },
    mutationFn: (changes: TranscriptChanges) => parley.transcripts.update(transcript.id, changes),
    async onMutate(changes) {
      await cache.cancelQueries({ queryKey: key })
      const before = cache.getQueryData<ConversationInFull>(key)
      show((shown) => corrected(shown, changes))
      return before?.transcript
    },
    onError(error, _changes, before) {
      if (before) show(() => before)
      tellFailure(error)
    },
    // What others changed meanwhile comes too; of what failed, what is there.
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

/** How a speaker is called. */
export function speakerName({ speakers }: Pick<Transcript, 'speakers'>, number: number): string {
  const name = speakers.find((speaker) => speaker.number === number)?.name
  return name ?? t('conversation.speaker', { number })
}
