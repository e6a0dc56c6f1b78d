import type { ParleyVoiceAgent } from '../src/index.ts'

const bars = 56
/** Of the analyser's bins, those in which speech is. */
const spokenBins = 320
const quietest = 0.03
/** Between two pictures for whoever asked for less motion. */
const calmMs = 500

/** Draws what is heard as bars that grow from the middle: the agent's voice, or the caller's. */
export function drawSound(canvas: HTMLCanvasElement, agent: ParleyVoiceAgent): () => void {
  const context = canvas.getContext('2d')
  const heights = new Float32Array(bars)
  let speaker: 'agent' | 'user' = 'user'
  agent.on('speaking', () => {
    speaker = 'agent'
  })
  agent.on('listening', () => {
    speaker = 'user'
  })
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  let frame = 0
  let pause: ReturnType<typeof setTimeout> | undefined
  const next = () => {
    frame = requestAnimationFrame(draw)
  }
  const draw = () => {
    if (calm.matches) pause = setTimeout(next, calmMs)
    else next()
    if (!context) return
    const { clientWidth, clientHeight } = canvas
    const scale = devicePixelRatio
    if (canvas.width !== clientWidth * scale) {
      canvas.width = clientWidth * scale
      canvas.height = clientHeight * scale
    }
    const data =
      speaker === 'agent' ? agent.getOutputByteFrequencyData() : agent.getInputByteFrequencyData()
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.clearRect(0, 0, clientWidth, clientHeight)
    const style = getComputedStyle(canvas)
    context.fillStyle = style.getPropertyValue(speaker === 'agent' ? '--agent' : '--go')
    const step = clientWidth / bars
    for (let bar = 0; bar < bars; bar += 1) {
      // The low tones in the middle, the high ones at both ends.
      const distance = Math.abs(bar - (bars - 1) / 2) / (bars / 2)
      const loud = (data[Math.floor(distance * spokenBins)] ?? 0) / 255
      const wanted = Math.max(quietest, loud * (1 - distance * 0.35))
      const before = heights[bar] ?? 0
      const height = before + (wanted - before) * (wanted > before ? 0.5 : 0.15)
      heights[bar] = height
      const tall = Math.max(4, height * clientHeight)
      context.globalAlpha = 0.35 + 0.65 * Math.min(1, height * 1.6)
      context.beginPath()
      context.roundRect(bar * step + step * 0.2, (clientHeight - tall) / 2, step * 0.6, tall, step)
      context.fill()
    }
  }
  draw()
  return () => {
    clearTimeout(pause)
    cancelAnimationFrame(frame)
  }
}
