import type { Context } from '../../context.ts'
import { selectSpoken } from '../conversations/index.ts'
import type { AboutJob } from './job.ts'
import { ownerOnly, type Viewer } from './queries.ts'
import { selectSource } from './source-queries.ts'

/** What is written about. */
export type Source = {
  readonly language: string | null
  readonly segments: readonly {
    readonly speaker: number
    readonly startMs: number
    readonly endMs: number
    readonly text: string
  }[]
}

type Result = {
  readonly language: string | null
  readonly segments: readonly { speaker: number; start: number; end: number; text: string }[]
}

/**
 * The transcript of a transcription job or of a conversation of that id, as far as the viewer may see
 * it. `waiting`: it is there, and has no transcript yet.
 */
export async function findSource(
  { db }: Pick<Context, 'db'>,
  viewer: Viewer,
  id: string,
): Promise<Source | 'waiting' | undefined> {
  const found = await selectSource(db, viewer.workspaceId, { id, owner: ownerOnly(viewer) })
  if (!found) return undefined
  if (found.kind === 'job') {
    if (found.result === null) return 'waiting'
    const { language, segments } = JSON.parse(found.result) as Result
    return {
      language,
      segments: segments.map(({ speaker, start, end, text }) => ({
        speaker,
        startMs: start * 1_000,
        endMs: end * 1_000,
        text,
      })),
    }
  }
  const [spoken] = await selectSpoken(db, viewer.workspaceId, [id])
  return spoken ? { language: spoken.language, segments: spoken.segments } : 'waiting'
}

/** For the background, which sees all. */
export function findSourceOf(
  context: Pick<Context, 'db'>,
  { workspaceId }: AboutJob,
  id: string,
): Promise<Source | 'waiting' | undefined> {
  return findSource(context, { workspaceId, userId: '', seesAllRows: true }, id)
}
