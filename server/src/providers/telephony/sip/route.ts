import type { TelephonyFailure } from '../port.ts'
import { hostPort } from './address.ts'
import { type Core, flowTo } from './core.ts'
import { type SipTrunk, whereRegistered } from './line.ts'
import { type Locate, readAddress } from './locate.ts'
import type { Registrar } from './registrar.ts'
import type { Flow, Transport } from './wire.ts'

export type Ways = { readonly locate: Locate; readonly registrar: Registrar }

export type Route = {
  readonly flow: Flow
  /** Of the one who is called. */
  readonly uri: string
  /** In whose name the caller's number stands. */
  readonly domain: string
}

type NoRoute = { readonly failure: TelephonyFailure; readonly sentence: string }

/** Where a call to a number goes. */
export async function findRoute(
  core: Core,
  { locate, registrar }: Ways,
  { trunk, to }: { readonly trunk: SipTrunk; readonly to: string },
): Promise<Route | NoRoute> {
  if (trunk.address === whereRegistered) return routeToTelephone(core, registrar, trunk)
  const flow = await flowOfTrunk(core, locate, trunk)
  if ('failure' in flow) return flow
  const { address, username } = trunk
  const over = flow.transport === 'TCP' ? ';transport=tcp' : ''
  const { host, port } = readAddress(address) ?? { host: address, port: undefined }
  const domain = username === null ? hostPort(core.publicAddress, core.port()) : hostPort(host)
  return { flow, uri: `sip:${to}@${hostPort(host, port)}${over}`, domain }
}

function routeToTelephone(core: Core, registrar: Registrar, trunk: SipTrunk): Route | NoRoute {
  const { owner = '', loginName = '' } = trunk
  const binding = registrar.find(owner, loginName)
  if (!binding) return { failure: 'limited', sentence: 'No telephone has registered here.' }
  const domain = hostPort(core.publicAddress, core.port())
  return { flow: binding.flow, uri: binding.uri, domain }
}

/** The first address of a carrier that we may send to. */
export async function flowOfTrunk(
  core: Core,
  locate: Locate,
  { address, transportType }: SipTrunk,
): Promise<Flow | NoRoute> {
  if (transportType !== 'UDP' && transportType !== 'TCP') {
    return { failure: 'refused', sentence: `SIP over ${transportType} is not spoken here.` }
  }
  const transport: Transport = transportType
  const place = readAddress(address)
  if (!place) return { failure: 'refused', sentence: `${address} is no address of a carrier.` }
  const found = await locate(place.host, place.port, transport)
  if (found.length === 0) {
    return { failure: 'unavailable', sentence: `Nobody knows where ${place.host} is.` }
  }
  const flows = found.map((one) => flowTo(core, { host: one.address, port: one.port, transport }))
  const flow = flows.find((one) => one !== undefined)
  if (flow) return flow
  const sentence = `${place.host} is an internal address, which OUTBOUND_ALLOW does not list.`
  return { failure: 'refused', sentence }
}
