import type { Mistake, ToolDraft } from './tool-rules.ts'

/** What every part of the form needs. */
export type PartProps = {
  readonly draft: ToolDraft
  readonly change: (changes: Partial<ToolDraft>) => void
  readonly mistakes: readonly Mistake[]
}
