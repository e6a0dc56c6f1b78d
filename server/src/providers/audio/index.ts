export { type AudioFacts, decodeAudio, readAudioFacts } from './decode.ts'

export { openDenoiser, type Sieve } from './denoise.ts'
export { openLeveller } from './even-loudness.ts'
export { kindOfBytes } from './kind.ts'
export { AudioError } from './problem.ts'
export { pitchOf } from './pitch.ts'
export { pcmRate } from './source.ts'
export { wavHeader } from './wav-header.ts'
