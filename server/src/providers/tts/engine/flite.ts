import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WASI } from 'node:wasi'
import type { Speaker } from './speaker.ts'
import { readSamples } from './wav-samples.ts'

/** Node has it; its types leave it to browsers. */
declare const WebAssembly: {
  compile(program: Uint8Array): Promise<object>
  instantiate(module: object, imports: object): Promise<object>
}

const output = 'speech.wav'

/** CMU Flite as WebAssembly: English, ready in milliseconds. Started anew for each clause. */
export async function openFlite(program: string): Promise<Speaker> {
  const module = await WebAssembly.compile(await readFile(program))

  return {
    async speak({ text, voice, speed }) {
      const folder = await mkdtemp(join(tmpdir(), 'parley-flite-'))
      try {
        const options = ['-voice', voice, '--setf', `duration_stretch=${1 / speed}`]
        await run(module, [...options, '-t', toAscii(text), `/out/${output}`], folder)
        return readSamples(await readFile(join(folder, output)))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

async function run(
  module: object,
  parameters: readonly string[],
  folder: string,
): Promise<void> {
  const wasi = new WASI({
    version: 'preview1',
    args: ['flite', ...parameters],
    preopens: { '/out': folder },
    returnOnExit: true,
  })
  const instance = await WebAssembly.instantiate(module, wasi.getImportObject())
  const status = wasi.start(instance)
  if (status !== 0) throw new Error(`Flite ended with ${status}.`)
}

/** It knows no other letters: é is said as e. */
function toAscii(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”«»]/g, '"')
    .replaceAll(/[–—]/g, ', ')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .trim()
  // A text without any word would leave no file.
  return /[a-z0-9]/i.test(plain) ? plain : ','
}
