import { randomInt } from 'node:crypto'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { hashPassword } from './passwords.ts'
import {
  findPersonByEmail,
  hasPeople,
  holdFirstOwnerLock,
  insertMember,
  insertPerson,
  insertWorkspace,
} from './queries.ts'
import { slugOf } from './rules.ts'
import type { WorkspaceCreationStep } from './services.ts'

export type NewWorkspace = {
  readonly workspaceName: string
  /** A person who has an account already keeps their own name and password. */
  readonly owner: { readonly email: string; readonly name: string; readonly password: string }
  readonly onWorkspaceCreated: readonly WorkspaceCreationStep[]
  /** Its owners look after the whole server; there is one such workspace. */
  readonly runsServer?: boolean
}

export type WorkspaceOwner = { readonly workspaceId: string; readonly userId: string }

/** A workspace with its owner and whatever every new workspace begins with. */
export async function createWorkspaceWithOwner(
  tx: Executor,
  context: Context,
  { workspaceName, owner, onWorkspaceCreated, runsServer = false }: NewWorkspace,
): Promise<WorkspaceOwner> {
  const { newId } = context
  const now = context.now()
  const workspaceId = newId()
  const slug = slugOf(workspaceName, workspaceId.slice(-8))
  await insertWorkspace(tx, { id: workspaceId, name: workspaceName, slug, now, runsServer })
  const userId = await addOwner(tx, context, owner)
  await insertMember(tx, { workspaceId, id: newId(), userId, role: 'owner', now })
  for (const step of onWorkspaceCreated) await step(tx, workspaceId)
  return { workspaceId, userId }
}

async function addOwner(
  tx: Executor,
  { newId, now }: Context,
  owner: NewWorkspace['owner'],
): Promise<string> {
  const email = owner.email.toLowerCase()
  const known = await findPersonByEmail(tx, email)
  if (known) return known.id
  const id = newId()
  const passwordHash = await hashPassword(owner.password)
  const inserted = await insertPerson(tx, {
    id,
    credentialId: newId(),
    name: owner.name,
    email,
    emailVerified: false,
    passwordHash,
    now: now(),
  })
  if (!inserted) throw new Error(`${email} was added at the same moment`)
  return id
}

export type FirstOwner = WorkspaceOwner & {
  readonly email: string
  readonly password: string
  readonly apiKey: string
}

/** Makes the first owner's API key in the transaction that makes the owner, and answers it. */
export type CreateKey = (tx: Executor, owner: WorkspaceOwner) => Promise<string>

/**
 * The first person of a new installation, their workspace and their key, all or nothing. Undefined
 * when there are people already. The password and the key exist nowhere else: show them.
 */
export async function ensureFirstOwner(
  context: Context,
  createKey: CreateKey,
  options: {
    readonly email?: string
    readonly password?: string
    readonly workspaceName?: string
    readonly onWorkspaceCreated?: readonly WorkspaceCreationStep[]
    /** Told the secrets before anything is committed: a crash in between locks nobody out. */
    readonly keep?: (owner: FirstOwner) => Promise<void>
  } = {},
): Promise<FirstOwner | undefined> {
  if (await hasPeople(context.db)) return undefined
  const email = options.email ?? 'owner@parley.local'
  const password = options.password ?? readablePassword()
  return context.db.transaction(async (tx) => {
    await holdFirstOwnerLock(tx)
    if (await hasPeople(tx)) return undefined
    const owner = await createWorkspaceWithOwner(tx, context, {
      workspaceName: options.workspaceName ?? 'My workspace',
      owner: { email, name: 'Owner', password },
      onWorkspaceCreated: options.onWorkspaceCreated ?? [],
      runsServer: true,
    })
    const first = { ...owner, email, password, apiKey: await createKey(tx, owner) }
    await options.keep?.(first)
    return first
  })
}

/** No letters that look alike; 5 × 4 of them are 99 bits. */
const readable = '23456789abcdefghjkmnpqrstuvwxyz'

function readablePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => readable.charAt(randomInt(readable.length))).join('')
  return Array.from({ length: 5 }, group).join('-')
}
