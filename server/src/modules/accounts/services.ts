import type { Executor } from '../../platform/db/database.ts'
import type { Mailer } from '../../providers/mail/index.ts'

/** Rows of another module that belong to people. Given by app.ts. */
type OwnedRecords = {
  /** How many the user owns in the workspace. */
  readonly count: (tx: Executor, owner: Membership) => Promise<number>
  readonly reassign: (
    tx: Executor,
    change: { workspaceId: string; fromUserId: string; toUserId: string },
  ) => Promise<void>
}

export type Membership = { readonly workspaceId: string; readonly userId: string }

/** Runs in the transaction that removes the member, such as revoking their API keys. */
type MemberRemovalStep = (
  tx: Executor,
  removal: Membership & { readonly removedBy: string },
) => Promise<void>

/** Runs in the transaction that creates a workspace, such as inserting its default stages. */
export type WorkspaceCreationStep = (tx: Executor, workspaceId: string) => Promise<void>

/** Runs in the transaction that moves a workspace to another time zone. */
type TimeZoneStep = (tx: Executor, workspaceId: string) => Promise<void>

/** What accounts needs from the rest of the server. */
export type AccountServices = {
  readonly mailer: Mailer
  /** Address that links in mails begin with; no slash at its end. */
  readonly baseUrl: () => string
  readonly ownedRecords: readonly OwnedRecords[]
  readonly onMemberRemoved: readonly MemberRemovalStep[]
  readonly onTimeZoneChanged: readonly TimeZoneStep[]
  /** After the commit of a removal or a change of role: whoever caches the membership drops it. */
  readonly membershipChanged: (membership: Membership) => void
}
