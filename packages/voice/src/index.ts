export {
  ParleyVoiceAgent,
  ParleyVoiceAgent as HamsaVoiceAgent,
} from './agent.ts'
export { CallWatch, type WatchEvents, type WatchNotice } from './call-watch.ts'
export type { JobDetails } from './job-details.ts'
export type { AgentState } from './line.ts'
export type { MicrophoneOptions } from './microphone.ts'
export type {
  AgentConfig,
  AgentEvents,
  AudioMetrics,
  CallAnalytics,
  CaptureCallback,
  CaptureFacts,
  CaptureFormat,
  CaptureOptions,
  ChatMessage,
  ConnectionStats,
  PageTool,
  ParticipantData,
  PerformanceMetrics,
  Quality,
  StartOptions,
  TrackFacts,
  TrackStats,
} from './options.ts'
export type { CallTrack } from './tracks.ts'
