/** How a carrier or a telephone is reached over SIP. */
export type SipTrunk = {
  /** Host, and port if it is not the usual one; or {@link whereRegistered}. */
  readonly address: string
  /** UDP or TCP. */
  readonly transportType: string
  readonly username: string | null
  readonly password: string | null
  readonly headers: Readonly<Record<string, string>>
  /** Whether the other side wants to be told where we are. */
  readonly registers: boolean
  /** Of calls to where somebody has registered: whose they are. */
  readonly loginName?: string | undefined
  /** Of whom the login is. */
  readonly owner?: string | undefined
}

/** Instead of an address: wherever the one who logs in has registered from. */
export const whereRegistered = 'registered'

/** A number that is reached over SIP. */
export type SipLine = {
  /** Whose it is, in the words of whoever keeps the numbers. */
  readonly owner: string
  /** E.164. */
  readonly number: string
  readonly trunk: SipTrunk
  /** Addresses and ranges that call without a password, besides that of the trunk. */
  readonly allowedAddresses: readonly string[]
  /** What telephones and carriers log in with. */
  readonly login: { readonly username: string; readonly password: () => string } | undefined
}

/** What the user agent must know of the numbers. */
export type SipDirectory = {
  readonly lines: () => Promise<readonly SipLine[]>
}
