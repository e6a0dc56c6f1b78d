import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import { createApiKey } from '../modules/access/index.ts'
import type { Executor } from '../platform/db/database.ts'
import { type Colleague, insertDemoWorkspace, insertMemberWithoutPassword } from './queries.ts'

export const demoOwnerEmail = 'demo@parley.local'
const workspaceName = 'Parley Demo'

const colleagues = [
  { name: 'Marta Keller', email: 'marta.keller@demo.parley.local', role: 'manager' },
  { name: 'Jonas Albrecht', email: 'jonas.albrecht@demo.parley.local', role: 'rep' },
  { name: 'Priya Raman', email: 'priya.raman@demo.parley.local', role: 'rep' },
  { name: 'Tom Okafor', email: 'tom.okafor@demo.parley.local', role: 'rep' },
  { name: 'Lena Fischer', email: 'lena.fischer@demo.parley.local', role: 'viewer' },
] as const

export type DemoSecrets = {
  readonly email: string
  readonly password: string
  readonly apiKey: string
  readonly workspaceId: string
  readonly userId: string
}

export type DemoTeam = DemoSecrets & {
  /** Those who own companies and deals. */
  readonly sellers: readonly Colleague[]
}

/** The demo's workspace: its owner, who can sign in and has a key, and five who cannot. */
export async function createTeam(tx: Executor, context: Context): Promise<DemoTeam> {
  const password = randomBytes(12).toString('base64url')
  const { workspaceId, userId } = await createWorkspace(tx, context, password)
  const members = colleagues.map((colleague) => ({ ...colleague, userId: context.newId() }))
  for (const member of members) {
    await insertMemberWithoutPassword(tx, workspaceId, context.newId(), member)
  }
  const { key } = await createApiKey(tx, context, {
    workspaceId,
    userId,
    name: 'Demo',
    scopes: ['read', 'write', 'delete', 'admin'],
    tier: 'enterprise',
  })
  const sellers = members.filter(({ role }) => role !== 'viewer')
  return { email: demoOwnerEmail, password, apiKey: key, workspaceId, userId, sellers }
}

/** To become a call of accounts' createWorkspaceWithOwner, which also keeps the password. */
async function createWorkspace(tx: Executor, { newId }: Context, _password: string) {
  const workspaceId = newId()
  const owner = { userId: newId(), name: 'Demo Owner', email: demoOwnerEmail }
  await insertDemoWorkspace(tx, { workspaceId, workspaceName, memberId: newId(), owner })
  return { workspaceId, userId: owner.userId }
}
