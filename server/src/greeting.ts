import { firstRunFile } from './first-run.ts'
import { type MissingModels, modelsFolder } from './providers/models/index.ts'
import type { Server } from './start.ts'

/** What a person wants to know when the server is up. The secrets appear on the first start only. */
export function describe({ baseUrl, dataDir, owner, missingModels }: Server): string {
  const lines = [
    '',
    'Parley is ready.',
    `  Address    ${baseUrl}`,
    `  Reference  ${baseUrl}/docs`,
    `  Voice      ${baseUrl}/examples/voice`,
    `  Data       ${dataDir}`,
  ]
  if (missingModels) lines.push(`  Models     ${announce(missingModels, dataDir)}`)
  lines.push('')
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

function announce({ names, bytes }: MissingModels, dataDir: string): string {
  const megabytes = Math.round(bytes / 1e6)
  return `${names.join(', ')} (${megabytes} MB) are fetched into ${modelsFolder(dataDir)} when first needed`
}
