import { ParleyVoiceAgent } from '../src/index.ts'

// The whole page: one button, what is said, and how loud it is.

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const callButton = find<HTMLButtonElement>('call')
const muteButton = find<HTMLButtonElement>('mute')
const state = find('state')
const talk = find('talk')
const figures = find('figures')
const form = find<HTMLFormElement>('write')
const input = find<HTMLInputElement>('text')
const levels = {
  user: find<HTMLMeterElement>('user-level'),
  agent: find<HTMLMeterElement>('agent-level'),
}

const agent = new ParleyVoiceAgent({ API_URL: location.origin })
let isOn = false

function show(isOngoing: boolean, words: string): void {
  isOn = isOngoing
  callButton.dataset['on'] = String(isOngoing)
  callButton.textContent = isOngoing ? 'Hang up' : 'Start the call'
  for (const element of [muteButton, find('levels'), form]) element.hidden = !isOngoing
  state.textContent = words
  state.className = ''
}

function problem(error: Error): void {
  show(false, error.message)
  state.className = 'problem'
}

function add(speaker: 'agent' | 'user', text: string): void {
  const line = document.createElement('li')
  line.className = speaker
  line.textContent = text
  talk.append(line)
  line.scrollIntoView({ block: 'nearest' })
}

/** Of this server, for one call with its agent; `?agent=` in the address names another. */
async function callToken(): Promise<string> {
  const agentId = new URLSearchParams(location.search).get('agent')
  const response = await fetch('/examples/voice/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(agentId ? { agentId } : {}),
  })
  const body = (await response.json()) as { callToken?: string; message?: string }
  if (!body.callToken) throw new Error(body.message ?? 'The server gave no token.')
  return body.callToken
}

agent.on('callStarted', () => show(true, 'Connected.'))
agent.on('agentStateChanged', (now) => {
  if (isOn) state.textContent = `The agent is ${now}.`
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
  const { responseTime } = performanceMetrics
  figures.textContent = [
    roundTripMs === null ? '' : `${roundTripMs} ms to the server`,
    responseTime === null ? '' : `answered after ${(responseTime / 1_000).toFixed(1)} s`,
  ]
    .filter(Boolean)
    .join(' · ')
})
setInterval(() => {
  levels.user.value = agent.getInputVolume()
  levels.agent.value = agent.getOutputVolume()
}, 60)

callButton.addEventListener('click', () => {
  if (isOn) return agent.end()
  talk.replaceChildren()
  state.textContent = 'Connecting …'
  // Its error event says what went wrong.
  agent.start({ callToken }).catch(() => {})
})
muteButton.addEventListener('click', () => {
  agent.setMicMuted(!agent.isMicMuted())
  muteButton.textContent = agent.isMicMuted() ? 'Unmute' : 'Mute'
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = input.value.trim()
  if (text) void agent.sendMessage(text)
  input.value = ''
})
