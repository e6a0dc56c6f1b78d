export { type AudioFacts, decodeAudio, readAudioFacts } from './decode.ts'

export { kindOfBytes } from './kind.ts'
export { AudioError } from './problem.ts'
export { pcmRate } from './source.ts'
export { wavHeader } from './wav-header.ts'
