import mammoth from 'mammoth'
import { DocumentError } from '../problem.ts'
import type { Archive } from './open-archive.ts'
import { type ReadHtml, readHtml } from './read-html.ts'

/**
 * A Word document by way of HTML, so that its headings are known. Every part that is text is unpacked
 * once before, under the archive's limit: mammoth itself has none.
 */
export async function readDocx(bytes: Buffer, archive: Archive): Promise<ReadHtml> {
  for (const name of archive.names) if (/\.(xml|rels)$/i.test(name)) await archive.read(name)
  const convertImage = mammoth.images.imgElement(async () => ({ src: '' }))
  try {
    const { value } = await mammoth.convertToHtml({ buffer: bytes }, { convertImage })
    return readHtml(value)
  } catch (cause) {
    throw new DocumentError('corrupt', 'The Word document is damaged and cannot be read.', {
      cause,
    })
  }
}
