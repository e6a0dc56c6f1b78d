import type { WorkflowNode } from '@parley/contract'
import type { ChatMessage, ChatModel, ChatPart, ChatTurn } from '../../../providers/llm/index.ts'
import {
  equationHolds,
  type Flow,
  type FlowNode,
  type FlowStep,
  waitsForUser,
} from '../../flows/index.ts'

type Values = Readonly<Record<string, unknown>>

export type WantedVariable = {
  readonly name: string
  readonly type: string
  readonly prompt: string
}

export type FlowOptions = {
  readonly flow: Flow
  /** Speaks where a node says what to say instead of the words; undefined: they are said as they are. */
  readonly model: ChatModel | undefined
  readonly variables: Values
  readonly fillTemplate: (text: string, values: Values) => string
  /** Which of the conditions in words holds after what was said; undefined: none. */
  readonly judge: (
    prompts: readonly string[],
    messages: readonly ChatMessage[],
    signal: AbortSignal,
  ) => Promise<number | undefined>
  readonly extract: (
    wanted: readonly WantedVariable[],
    messages: readonly ChatMessage[],
    signal: AbortSignal,
  ) => Promise<Values>
  /** The tool that a node uses; undefined: it has none. */
  readonly toolOf: (
    nodeId: string,
  ) => { readonly name: string; readonly wanted: readonly WantedVariable[] } | undefined
  /** Another agent that takes over. */
  readonly handOff: (agentId: string, variables: Values) => Promise<ChatModel>
  readonly newId: () => string
  readonly log: (category: string, message: string, nodeId: string, payload?: Values) => void
  readonly endTool: string
  readonly transferTool: string
}

export type FlowModel = ChatModel & { readonly variables: () => Values }

/** A flow that goes round without waiting for anybody is cut off. */
const maxMoves = 50

type Way = 'wait' | 'go-on'

/** A conversation that follows a flow. One for each call: it remembers where it is. */
export function openFlowModel(options: FlowOptions): FlowModel {
  const walk = new FlowWalk(options)
  return {
    name: 'flow',
    model: options.model?.model ?? 'rules',
    isPure: false,
    variables: () => walk.variables,
    reply: (turn) => walk.reply(turn),
    async close() {
      await options.model?.close()
    },
  }
}

class FlowWalk {
  readonly #options: FlowOptions
  #variables: Record<string, unknown>
  #node: FlowNode | undefined
  /** Where a global node leads back to. */
  #source: FlowNode | undefined
  #pending: { readonly callId: string; readonly node: FlowNode; readonly tries: number } | undefined
  #successor: ChatModel | undefined

  constructor(options: FlowOptions) {
    this.#options = options
    this.#variables = { ...options.variables }
  }

  get variables(): Values {
    return this.#variables
  }

  async *reply(turn: ChatTurn): AsyncGenerator<ChatPart, void> {
    if (this.#successor) {
      yield* this.#successor.reply(turn)
      return
    }
    const last = turn.messages.at(-1)
    if (last?.role === 'tool-result') return yield* this.#afterTool(turn, last)
    if (!this.#node || last?.role !== 'user') {
      const start = this.#options.flow.starts[0]
      if (!start) return
      if (!this.#node) return yield* this.#walkFrom(start, turn)
      return yield* this.#speak(this.#node, turn)
    }
    await this.#learn(this.#node, turn)
    const global = await this.#globalFor(turn, last.text)
    if (global) {
      this.#source = this.#node
      return yield* this.#walkFrom(global, turn)
    }
    const next = await this.#next(this.#node, turn, last.text)
    if (next) return yield* this.#walkFrom(next, turn)
    // Nothing leads on: the same node answers.
    yield* this.#speak(this.#node, turn)
  }

  async *#walkFrom(first: FlowNode, turn: ChatTurn): AsyncGenerator<ChatPart, void> {
    let node: FlowNode | undefined = first
    for (let moves = 0; node && moves < maxMoves; moves += 1) {
      this.#enter(node)
      const way: Way = yield* this.#do(node, turn)
      if (way === 'wait') return
      node = await this.#next(node, turn, undefined)
    }
  }

  #enter({ node }: FlowNode): void {
    const payload = { action: 'move_node', from: this.#node?.node.id ?? null, to: node.id }
    this.#options.log('node_movement', 'Node moved', node.id, payload)
    this.#node = this.#options.flow.nodes.get(node.id)
  }

  /** Does what a node is for; says whether the talk waits there. */
  async *#do(at: FlowNode, turn: ChatTurn): AsyncGenerator<ChatPart, Way> {
    const { node, kind } = at
    switch (kind) {
      case 'start':
      case 'conversation':
        return yield* this.#converse(at, turn)
      case 'tool':
      case 'web_tool':
        return yield* this.#useTool(at, turn, 1)
      case 'set_local_variables':
        this.#setAll(node)
        return 'go-on'
      case 'end_call':
        yield this.#call(this.#options.endTool, { farewell: this.#messageOf(node) })
        return 'wait'
      case 'transfer_call':
        yield* this.#transfer(node)
        return 'wait'
      case 'transfer_agent':
        return yield* this.#handOff(node, turn)
      case 'router':
      case 'change_agent_settings':
      case undefined:
    }
    // They only lead on.
    return 'go-on'
  }

  async *#converse(at: FlowNode, turn: ChatTurn): AsyncGenerator<ChatPart, Way> {
    if (at.node['subType'] === 'tool') return yield* this.#useTool(at, turn, 1)
    yield* this.#speak(at, turn)
    return waitsForUser(at) ? 'wait' : 'go-on'
  }

  #setAll({ id, staticVariables }: WorkflowNode): void {
    for (const { name, value } of staticVariables ?? []) {
      this.#set(name, typeof value === 'string' ? this.#fill(value) : value, id)
    }
  }

  *#transfer(node: WorkflowNode): Generator<ChatPart> {
    yield* text(this.#messageOf(node))
    yield this.#call(this.#options.transferTool, { to: this.#fill(node.phoneNumber ?? '') })
  }

  async *#speak({ node }: FlowNode, turn: ChatTurn): AsyncGenerator<ChatPart, void> {
    const { model, log } = this.#options
    const message = this.#messageOf(node)
    if (node.messageType !== 'prompt' || !model) {
      log('CONVERSATION', 'Playing message…', node.id, { message })
      yield* text(message)
      return
    }
    log('CONVERSATION', 'Conversation Node', node.id)
    const instruction = `You are at the step "${node.label ?? node.id}". ${message}`
    const system: ChatMessage = { role: 'system', text: instruction }
    yield* model.reply({ ...turn, messages: [...turn.messages, system] })
  }

  async *#useTool(at: FlowNode, turn: ChatTurn, tries: number): AsyncGenerator<ChatPart, Way> {
    const { node } = at
    const { toolOf, extract } = this.#options
    const tool = toolOf(node.id)
    if (!tool) {
      this.#options.log('TOOLS', 'Tool Error', node.id, { error: 'The node has no tool.' })
      return 'go-on'
    }
    const missing = tool.wanted.filter(({ name }) => this.#variables[name] === undefined)
    const found = missing.length > 0 ? await extract(missing, turn.messages, turn.signal) : {}
    const given = Object.fromEntries(
      tool.wanted.flatMap(({ name }) => {
        const value = this.#variables[name] ?? found[name]
        return value === undefined || value === null ? [] : [[name, value] as const]
      }),
    )
    yield* text(this.#messageOf(node))
    const callId = this.#options.newId()
    this.#pending = { callId, node: at, tries }
    yield { type: 'tool-call', callId, name: tool.name, arguments: JSON.stringify(given) }
    return 'wait'
  }

  async *#afterTool(
    turn: ChatTurn,
    result: Extract<ChatMessage, { role: 'tool-result' }>,
  ): AsyncGenerator<ChatPart, void> {
    const pending = this.#pending
    if (pending?.callId !== result.callId) {
      // Used by the model within a node: it goes on speaking there.
      if (this.#node && this.#options.model) yield* this.#speak(this.#node, turn)
      return
    }
    this.#pending = undefined
    const { node } = pending.node
    if (result.isError && node.onErrorBehavior === 'retry' && pending.tries < 2) {
      yield* this.#useTool(pending.node, turn, pending.tries + 1)
      return
    }
    this.#variables = {
      ...this.#variables,
      result: parsed(result.text),
      tool_failed: result.isError,
    }
    await this.#learn(pending.node, turn)
    const next = await this.#next(pending.node, turn, undefined)
    if (next) yield* this.#walkFrom(next, turn)
  }

  async *#handOff(node: WorkflowNode, turn: ChatTurn): AsyncGenerator<ChatPart, Way> {
    const { agentId } = node
    if (!agentId) return 'go-on'
    const said = node['transferMessage']
    if (typeof said === 'string') yield* text(this.#fill(said))
    this.#options.log('TRANSITION', 'Another agent takes over', node.id, { agentId })
    this.#successor = await this.#options.handOff(agentId, this.#variables)
    yield* this.#successor.reply(turn)
    return 'wait'
  }

  /** What the node wants to know of what was just said. */
  async #learn({ node }: FlowNode, { messages, signal }: ChatTurn): Promise<void> {
    const { enabled, variables } = node.extractVariables ?? {}
    const wanted = (variables ?? []).map(({ name, type, extractionPrompt }) => ({
      name,
      type: type ?? 'string',
      prompt: this.#fill(extractionPrompt ?? ''),
    }))
    if (enabled === false || wanted.length === 0) return
    const { log, extract } = this.#options
    log('VARIABLE_EXTRACTION', `Extracting ${wanted.length} variables`, node.id, {
      variables: wanted.map(({ name }) => name),
    })
    const found = await extract(wanted, messages, signal)
    for (const { name } of wanted) {
      const value = found[name]
      if (value !== undefined && value !== null) this.#set(name, value, node.id)
    }
  }

  async #globalFor({ messages, signal }: ChatTurn, said: string): Promise<FlowNode | undefined> {
    const globals = this.#options.flow.globals.filter(({ node }) => node.id !== this.#node?.node.id)
    const byKey = globals.find(
      ({ node }) => node.globalConditionType === 'dtmf' && node.globalDtmfKey === said.trim(),
    )
    if (byKey) return byKey
    const worded = globals.filter(
      ({ node }) => node.globalConditionType !== 'dtmf' && node.globalCondition,
    )
    if (worded.length === 0) return undefined
    const prompts = worded.map(({ node }) => this.#fill(node.globalCondition ?? ''))
    const index = await this.#options.judge(prompts, messages, signal)
    return index === undefined ? undefined : worded[index]
  }

  /** The first step whose condition holds; `said` undefined: nobody has spoken at this node yet. */
  async #next(
    at: FlowNode,
    { messages, signal }: ChatTurn,
    said: string | undefined,
  ): Promise<FlowNode | undefined> {
    const worded = at.steps.filter(({ kind }) => kind === 'natural_language')
    let judged: FlowStep | undefined
    let isJudged = false
    for (const step of at.steps) {
      if (step.kind === 'natural_language') {
        if (!isJudged) {
          isJudged = true
          const prompts = worded.map(({ transition }) =>
            this.#fill(transition?.condition?.prompt ?? ''),
          )
          const index = await this.#options.judge(prompts, messages, signal)
          judged = index === undefined ? undefined : worded[index]
        }
        if (judged) return this.#target(at, judged)
      } else if (this.#holds(step, said)) return this.#target(at, step)
    }
    if (at.node.globalReturnToSource && this.#source) {
      const source = this.#source
      this.#source = undefined
      return source
    }
    return undefined
  }

  #holds({ kind, transition }: FlowStep, said: string | undefined): boolean {
    const condition = transition?.condition
    switch (kind) {
      case 'auto':
      case 'always':
        return true
      case 'after_user_reply':
        return said !== undefined
      case 'dtmf':
        return said !== undefined && said.trim() === condition?.key
      case 'structured_equation':
        return condition ? equationHolds(condition, this.#variables) : false
      case 'natural_language':
      case undefined:
        return false
    }
  }

  #target(from: FlowNode, { target }: FlowStep): FlowNode | undefined {
    const next = target === undefined ? undefined : this.#options.flow.nodes.get(target)
    const { log } = this.#options
    if (next) log('TRANSITION', 'Transition', from.node.id, { next_node: next.node.id })
    return next
  }

  #messageOf({ message }: WorkflowNode): string {
    return this.#fill(message ?? '')
  }

  #fill(template: string): string {
    return this.#options.fillTemplate(template, this.#variables)
  }

  #set(name: string, value: unknown, nodeId: string): void {
    this.#variables = { ...this.#variables, [name]: value }
    this.#options.log('VARIABLE_EXTRACTION', `Updated variable: ${name}`, nodeId, {
      variable: name,
      new_value: value,
    })
  }

  #call(name: string, given: Values): ChatPart {
    const callId = this.#options.newId()
    return { type: 'tool-call', callId, name, arguments: JSON.stringify(given) }
  }
}

function* text(words: string): Generator<ChatPart> {
  if (words !== '') yield { type: 'text', text: `${words} ` }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
