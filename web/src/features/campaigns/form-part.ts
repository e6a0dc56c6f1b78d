import type { Draft } from './draft.ts'

/** What a part of the form is given. */
export type PartProps = {
  readonly draft: Draft
  readonly change: (changes: Partial<Draft>) => void
}
