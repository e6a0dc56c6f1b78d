import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes longest, begun first: else one worker ends a minute after the others. Speech yields to
 * everything else on the machine, and has the whole run to end in.
 */
const slowest = [
  'server/src/providers/stt/embedded.test.ts',
  'server/test/campaigns-survive-kill.test.ts',
  'server/src/providers/tts/embedded.test.ts',
  'web/e2e/accessibility.test.ts',
  'server/test/sdk-package.test.ts',
  'web/e2e/records.test.ts',
  'server/test/tenant-walk.test.ts',
  'server/test/start-up.test.ts',
  'web/e2e/crm.test.ts',
  'server/test/hostile-requests.test.ts',
  'server/test/recordings-survive-kill.test.ts',
]

/** Runs the slowest files first, the others in the order of Vitest. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = slowest.findIndex((file) => moduleId.endsWith(file))
  return place === -1 ? slowest.length : place
}
