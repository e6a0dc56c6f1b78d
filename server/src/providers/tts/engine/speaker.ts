/** Something that turns one clause into audio. */
export type Speaker = {
  readonly speak: (clause: {
    readonly text: string
    readonly language: string
    readonly voice: string
    /** 1 is its own pace; may lie between 0.25 and 4. */
    readonly speed: number
  }) => Promise<{ readonly audio: Float32Array; readonly sampleRate: number }>
}

export function toFloat(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768)
}
