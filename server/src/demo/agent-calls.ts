import { NewPhoneNumber } from '@parley/contract'
import type { Context } from '../context.ts'
import { addPhoneNumber, assignNumber } from '../modules/phone-numbers/index.ts'
import { actingFor } from '../platform/access.ts'
import type { DemoAgents } from './agent.ts'
import { backThen } from './back-then.ts'
import { officeNumber } from './calls.ts'
import { makeCampaign } from './campaign.ts'
import { customersOf } from './customers.ts'
import { dayMs } from './dice.ts'
import { makeReceptionCalls } from './reception-calls.ts'
import type { Demo } from './rows.ts'

type Owner = { readonly workspaceId: string; readonly userId: string }
type Filling = Pick<Demo, 'dice' | 'deals' | 'contacts' | 'manager'> & {
  readonly owner: Owner
  readonly agents: DemoAgents
}

const numberAgeDays = 23

/** The office's number, which no carrier knows, and the calls that the agents made and took with it. */
export async function fillCalls(context: Context, filling: Filling): Promise<void> {
  const { owner, agents, dice, deals, contacts, manager } = filling
  const principal = actingFor(owner.workspaceId, manager.userId)
  const then = { context: backThen(context, dice.nowMs - numberAgeDays * dayMs), principal }
  const number = await addPhoneNumber(
    then,
    NewPhoneNumber.parse({ type: 'SIMULATED', phoneNumber: officeNumber, label: 'Office' }),
  )
  await assignNumber(then, { agentId: agents.receptionId, named: { id: number.id } })
  const calling = {
    dice,
    principal,
    number: { id: number.id, number: officeNumber },
    customers: customersOf(deals, contacts),
  }
  await makeCampaign(context, { ...calling, agentId: agents.renewalsId })
  await makeReceptionCalls(context, { ...calling, agentId: agents.receptionId })
}
