import type { Config } from './config.ts'

/** Where people reach the server, without a slash at the end. `port` is the one listened on. */
export function addressForPeople(
  { publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>,
  port: number,
): string {
  if (publicUrl) return publicUrl.replace(/\/+$/, '')
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
