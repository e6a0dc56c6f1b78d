import { toast } from 'sonner'
import { t } from '../i18n/index.ts'
import { refusalText } from '../i18n/refusal.ts'

/** Long enough to read and to press. */
const undoMs = 10_000

export function tell(message: string): void {
  toast.success(message)
}

export function tellFailure(error: unknown): void {
  toast.error(refusalText(error))
}

/** Says what was done and offers to take it back. */
export function tellWithUndo(message: string, undo: () => void): void {
  toast(message, { duration: undoMs, action: { label: t('action.undo'), onClick: undo } })
}

/** Copies text and says so, or that the browser does not allow it: some do only over https. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    tell(t('action.copied'))
  } catch {
    tellProblem(t('action.notCopied'))
  }
}

/** A sentence of the server on what it did not do. */
export function tellProblem(sentence: string): void {
  toast.error(sentence)
}
