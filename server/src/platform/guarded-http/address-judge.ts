import { openAllowList } from './allow-list.ts'
import { isForbiddenAddress } from './forbidden-addresses.ts'

/** Whether something other than HTTP may be sent to an address that a user gave. `allow`: OUTBOUND_ALLOW. */
export function addressJudge(allow: readonly string[]): (address: string) => boolean {
  const list = openAllowList(allow)
  return (address) => !isForbiddenAddress(address) || list.hasAddress(address)
}
