import type { Context } from '../../context.ts'

export type FirstOwner = {
  readonly email: string
  readonly password: string
  readonly apiKey: string
  readonly workspaceId: string
  readonly userId: string
}

/**
 * Makes the first owner when there is none, and answers undefined otherwise. `keep` is called with
 * the secrets before anything of it is committed: nobody is locked out by a crash in between.
 */
export async function ensureFirstOwner(
  _context: Context,
  _keep: (owner: FirstOwner) => Promise<void>,
): Promise<FirstOwner | undefined> {
  return undefined
}
