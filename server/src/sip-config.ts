import { isIP } from 'node:net'
import { z } from 'zod'

const port = 'SIP_PORT must be a whole number from 0 to 65535.'
const range = 'SIP_RTP_PORTS must be two ports such as 20000-20999, at least two apart.'

/** The variables of the environment that are about SIP. */
export const sipVariables = {
  SIP_PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port).optional(),
  SIP_HOST: z
    .string()
    .refine((host) => isIP(host) !== 0, 'SIP_HOST must be an address such as 127.0.0.1.')
    .default('127.0.0.1'),
  SIP_PUBLIC_ADDRESS: z
    .string()
    .refine(
      (address) => isIP(address) !== 0,
      'SIP_PUBLIC_ADDRESS must be an address such as 203.0.113.7.',
    )
    .optional(),
  SIP_RTP_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, range)
    .default('20000-20999')
    .transform((ports): readonly [number, number] => {
      const [lowest = 0, highest = 0] = ports.split('-').map(Number)
      return [lowest, highest]
    })
    .refine(([from, to]) => from >= 1_024 && to <= 65_535 && to - from >= 2, range),
}

export type SipConfig = {
  /** Numeric address to listen on. */
  readonly host: string
  /** For UDP and TCP; 0 takes a free one. */
  readonly port: number
  /** Numeric address at which carriers and telephones reach us. */
  readonly publicAddress: string
  /** UDP ports for sound, the lowest and the highest; each call needs an even one. */
  readonly rtpPorts: readonly [number, number]
}

type SipEnvironment = {
  readonly SIP_PORT?: number | undefined
  readonly SIP_HOST: string
  readonly SIP_PUBLIC_ADDRESS?: string | undefined
  readonly SIP_RTP_PORTS: readonly [number, number]
}

/** Undefined without a port. */
export function sipOf(env: SipEnvironment): SipConfig | undefined {
  const { SIP_PORT, SIP_HOST: host, SIP_PUBLIC_ADDRESS, SIP_RTP_PORTS: rtpPorts } = env
  if (SIP_PORT === undefined) return undefined
  return { host, port: SIP_PORT, publicAddress: SIP_PUBLIC_ADDRESS ?? host, rtpPorts }
}
