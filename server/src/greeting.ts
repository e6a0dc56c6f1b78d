import { firstRunFile } from './first-run.ts'
import type { Server } from './start.ts'

/** What a person wants to know when the server is up. The secrets appear on the first start only. */
export function describe({ baseUrl, dataDir, owner }: Server): string {
  const lines = [
    '',
    'Parley is ready.',
    `  Address    ${baseUrl}`,
    `  Reference  ${baseUrl}/docs`,
    `  Data       ${dataDir}`,
    '',
  ]
  if (owner) {
    lines.push(
      'Your account. This is shown once:',
      `  E-mail     ${owner.email}`,
      `  Password   ${owner.password}`,
      `  API key    ${owner.apiKey}`,
      `It is also in ${firstRunFile(dataDir)}; delete that file when you have noted it.`,
      '',
    )
  }
  lines.push('Press Ctrl-C to stop.')
  return lines.join('\n')
}
