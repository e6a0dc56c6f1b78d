import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mediaStoreConformance } from '../../../test/media-store-conformance.ts'
import { openLocalFolder } from './local-folder.ts'

async function openIn(keepFreeBytes?: number) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-media-'))
  return {
    store: openLocalFolder({ folder, ...(keepFreeBytes !== undefined && { keepFreeBytes }) }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

mediaStoreConformance(
  'local folder',
  () => openIn(0),
  () => openIn(Number.MAX_SAFE_INTEGER),
)
