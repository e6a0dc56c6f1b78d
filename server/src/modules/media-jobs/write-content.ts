import type { ContentPart } from '@parley/contract'
import type { Context } from '../../context.ts'
import { extract } from './extract.ts'
import { type Doing, JobFailed, type Outcome, type Wishes } from './job.ts'
import { openWriter } from './model-writer.ts'
import { findSourceOf } from './source.ts'
import { setProgress } from './work-queries.ts'

/** Writes the parts asked for, by the language model if there is one. */
export async function writeContent(context: Context, doing: Doing): Promise<Outcome> {
  const { about, work, signal } = doing
  const source = await findSourceOf(context, about, work.sourceId ?? '')
  if (!source || source === 'waiting') {
    throw new JobFailed('source_missing', 'What it was to be made of is not there any more.')
  }
  if (source.segments.length === 0) {
    throw new JobFailed('source_empty', 'Nothing is said in the transcript.')
  }
  const { parts: wanted } = JSON.parse(work.wish) as Wishes['AI_CONTENT']
  const writer = context.llm && openWriter(context.llm, source, signal)
  const parts: ContentPart[] = []
  for (const [index, part] of wanted.entries()) {
    signal.throwIfAborted()
    parts.push(writer ? await writer.write(part) : extract(source, part))
    await setProgress(context.db, about, ((index + 1) / (wanted.length + 1)) * 100)
  }
  return {
    result: { jobId: work.sourceId, parts },
    engine: writer?.model() ?? 'built-in',
    language: source.language,
    audioSeconds: null,
    costUsd: writer?.usage().costUsd ?? null,
    keepsFile: false,
  }
}
