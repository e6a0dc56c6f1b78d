/** Fast Fourier transforms of one length, a power of two, in place. */
type Fourier = (real: Float64Array, imaginary: Float64Array) => void

export function openFourier(length: number): Fourier {
  const cosines = Float64Array.from({ length: length / 2 }, (_, index) =>
    Math.cos((2 * Math.PI * index) / length),
  )
  const sines = Float64Array.from({ length: length / 2 }, (_, index) =>
    Math.sin((2 * Math.PI * index) / length),
  )
  return (real, imaginary) => {
    reorder(real, imaginary)
    for (let size = 2; size <= length; size *= 2) {
      const half = size / 2
      const step = length / size
      for (let start = 0; start < length; start += size) {
        for (let index = 0; index < half; index += 1) {
          const cosine = cosines[index * step] ?? 0
          const sine = sines[index * step] ?? 0
          const low = start + index
          const high = low + half
          const [highReal, highImaginary] = [real[high] ?? 0, imaginary[high] ?? 0]
          const turnedReal = highReal * cosine + highImaginary * sine
          const turnedImaginary = highImaginary * cosine - highReal * sine
          const [lowReal, lowImaginary] = [real[low] ?? 0, imaginary[low] ?? 0]
          real[high] = lowReal - turnedReal
          imaginary[high] = lowImaginary - turnedImaginary
          real[low] = lowReal + turnedReal
          imaginary[low] = lowImaginary + turnedImaginary
        }
      }
    }
  }
}

/** Puts each value where the number of its place, read backwards in binary, says. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real
  for (let index = 1, mirrored = 0; index < length; index += 1) {
    let bit = length >> 1
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit
    mirrored ^= bit
    if (index >= mirrored) continue
    const [keptReal, keptImaginary] = [real[index] ?? 0, imaginary[index] ?? 0]
    real[index] = real[mirrored] ?? 0
    imaginary[index] = imaginary[mirrored] ?? 0
    real[mirrored] = keptReal
    imaginary[mirrored] = keptImaginary
  }
}
