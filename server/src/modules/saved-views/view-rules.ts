import type { SavedView } from '@parley/contract'

type Caller = {
  readonly userId: string
  readonly isKey: boolean
  readonly mayWrite: boolean
  readonly isAdmin: boolean
}

type View = Pick<SavedView, 'owner_id' | 'visibility'>

/** Those who may only read keep views of their own all the same; their keys do not. */
export function mayKeep(
  { isKey, mayWrite }: Caller,
  { visibility }: Pick<View, 'visibility'>,
): boolean {
  return mayWrite || (!isKey && visibility === 'private')
}

/** Whether somebody who sees the view may change and delete it. */
export function mayChange(caller: Caller, view: View): boolean {
  const isOwn = view.owner_id === caller.userId
  return mayKeep(caller, view) && (isOwn || (caller.isAdmin && view.visibility === 'workspace'))
}
