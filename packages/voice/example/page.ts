import { ParleyVoiceAgent } from '../src/index.ts'
import { drawSound } from './sound-bars.ts'

// The whole page: one button, what is said, and how it sounds.

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const callButton = find<HTMLButtonElement>('call')
const muteButton = find<HTMLButtonElement>('mute')
const state = find('state')
const talk = find('talk')
const figures = find('figures')
const form = find<HTMLFormElement>('write')
const input = find<HTMLInputElement>('text')

const agent = new ParleyVoiceAgent({ API_URL: location.origin })
let isOn = false

drawSound(find<HTMLCanvasElement>('sound'), agent)

function show(isOngoing: boolean, words: string): void {
  isOn = isOngoing
  callButton.disabled = false
  callButton.dataset['on'] = String(isOngoing)
  callButton.textContent = isOngoing ? 'Hang up' : 'Start the call'
  for (const element of [muteButton, form]) element.hidden = !isOngoing
  state.textContent = words
  state.className = ''
  delete state.dataset['agent']
}

function problem(error: Error): void {
  show(false, error.message)
  state.className = 'problem'
}

function add(speaker: 'agent' | 'user', text: string): void {
  const line = document.createElement('li')
  line.className = speaker
  line.dir = 'auto'
  line.textContent = text
  talk.append(line)
  talk.scrollTop = talk.scrollHeight
}

/** Of this server, for one call with its agent; `?agent=` in the address names another. */
async function callToken(): Promise<string> {
  const agentId = new URLSearchParams(location.search).get('agent')
  const response = await fetch('/examples/voice/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(agentId ? { agentId } : {}),
  })
  const body = (await response.json()) as {
    callToken?: string
    agentName?: string
    message?: string
  }
  if (!body.callToken) throw new Error(body.message ?? 'The server gave no token.')
  if (body.agentName) find('agent').textContent = body.agentName
  return body.callToken
}

const words = {
  idle: 'The agent waits.',
  initializing: 'The agent is coming …',
  listening: 'The agent listens.',
  thinking: 'The agent thinks.',
  speaking: 'The agent speaks.',
}

agent.on('callStarted', () => show(true, 'Connected.'))
agent.on('agentStateChanged', (now) => {
  if (!isOn) return
  state.textContent = words[now]
  state.dataset['agent'] = now
})
agent.on('answerReceived', (text) => add('agent', text))
agent.on('transcriptionReceived', (text) => add('user', text))
agent.on('reconnecting', () => {
  state.textContent = 'The line broke; reconnecting …'
})
agent.on('reconnected', () => {
  state.textContent = 'Connected again.'
})
agent.on('callEnded', ({ reason }) =>
  show(false, `The call is over (${reason.replaceAll('_', ' ')}).`),
)
agent.on('error', problem)
agent.on('analyticsUpdated', ({ connectionStats, performanceMetrics }) => {
  const { roundTripMs } = connectionStats
  const { responseTime, callDuration } = performanceMetrics
  const seconds = Math.floor(callDuration / 1_000)
  figures.textContent = [
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    roundTripMs === null ? '' : `${roundTripMs} ms to the server`,
    responseTime === null ? '' : `answered after ${(responseTime / 1_000).toFixed(1)} s`,
  ]
    .filter(Boolean)
    .join(' · ')
})

callButton.addEventListener('click', () => {
  if (isOn) return agent.end()
  talk.replaceChildren()
  figures.textContent = ''
  state.className = ''
  state.textContent = 'Connecting …'
  callButton.disabled = true
  // Its error event says what went wrong.
  agent.start({ callToken }).catch(() => {})
})
muteButton.addEventListener('click', () => {
  const isMuted = !agent.isMicMuted()
  agent.setMicMuted(isMuted)
  muteButton.textContent = isMuted ? 'Unmute' : 'Mute'
  muteButton.setAttribute('aria-pressed', String(isMuted))
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = input.value.trim()
  if (text) void agent.sendMessage(text)
  input.value = ''
})
