export {
  ParleyVoiceAgent,
  ParleyVoiceAgent as HamsaVoiceAgent,
} from './agent.ts'
export type { AgentState } from './line.ts'
export type { MicrophoneOptions } from './microphone.ts'
export type {
  AgentConfig,
  AgentEvents,
  AudioMetrics,
  CallAnalytics,
  CaptureFacts,
  CaptureOptions,
  ChatMessage,
  ConnectionStats,
  PageTool,
  PerformanceMetrics,
  Quality,
  StartOptions,
} from './options.ts'
