import type { Transcript, TranscriptChanges } from '@parley/contract'

/** A transcript with corrections, as the server will have it. */
export function corrected(transcript: Transcript, changes: TranscriptChanges): Transcript {
  const { segments = [], speakers = [] } = changes
  const edits = new Map(segments.map((edit) => [edit.position, edit]))
  const names = new Map(speakers.map((speaker) => [speaker.number, speaker]))
  const known = new Set(transcript.speakers.map(({ number }) => number))
  const added = segments.flatMap(({ speaker }) =>
    speaker === undefined || known.has(speaker) ? [] : speaker,
  )
  return {
    ...transcript,
    segments: transcript.segments.map((segment) => {
      const edit = edits.get(segment.position)
      if (!edit) return segment
      const { text = segment.text, speaker = segment.speaker } = edit
      const isSame = text === segment.text && speaker === segment.speaker
      if (isSame) return segment
      const words = text === segment.text ? segment.words : null
      return { ...segment, text, speaker, words, edited: true }
    }),
    speakers: [...transcript.speakers, ...[...new Set(added)].map(unknownSpeaker)].map(
      (speaker) => {
        const { name, kind } = names.get(speaker.number) ?? {}
        return { ...speaker, ...(name !== undefined && { name }), ...(kind && { kind }) }
      },
    ),
  }
}

function unknownSpeaker(number: number): Transcript['speakers'][number] {
  return { number, name: null, email: null, kind: 'unknown', user_id: null, contact_id: null }
}

/** The number that a speaker nobody has named yet gets. */
export function nextSpeaker({ speakers }: Pick<Transcript, 'speakers'>): number {
  return Math.max(0, ...speakers.map(({ number }) => number)) + 1
}

/** The name of a file, without what systems do not allow in one. */
export function fileNameOf(title: string, ending: string): string {
  const name = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim()
  return `${name.slice(0, 100) || 'transcript'}.${ending}`
}
