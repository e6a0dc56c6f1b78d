import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type {
  CallEnd,
  CallKeeper,
  CallRecording,
  CallRef,
  LiveCall,
  NewCall,
  NewLogEntry,
  NewTurn,
  StartedCall,
  ToolUse,
} from './call.ts'

export type * from './call.ts'

/**
 * All that write take the caller's transaction first: what they say is true, and told, if and only if
 * that commits. Call `context.wakeRelay()` after the commit.
 */

/** Begins a call: PENDING, and `call.started` told. */
export declare function startCall(
  tx: Executor,
  context: Context,
  call: NewCall,
): Promise<StartedCall>

/** The other phone rings; remembered once. False: the call has ended already. */
export declare function markRinging(tx: Executor, context: Context, call: CallRef): Promise<boolean>

/**
 * Somebody, or a machine, took the call, or a page connected: IN_PROGRESS, and `call.answered` told
 * once. False: the call has ended already; a repeat answers true.
 */
export declare function markAnswered(
  tx: Executor,
  context: Context,
  call: CallRef,
  answer?: { readonly by?: 'human' | 'machine' | 'unknown'; readonly at?: Date },
): Promise<boolean>

/**
 * Adds what was really said; `transcription.update` is told of each turn. Those that are there already,
 * and all of a call that has ended, are left out. Answers how many were added.
 */
export declare function addTurns(
  tx: Executor,
  context: Context,
  call: CallRef,
  turns: readonly NewTurn[],
): Promise<number>

/** Adds lines to the call's log, also after its end. */
export declare function logEntry(
  tx: Executor,
  context: Context,
  call: CallRef,
  entries: NewLogEntry | readonly NewLogEntry[],
): Promise<void>

/** Logs the use of a tool and tells `tool.executed`, once for each id. */
export declare function recordTool(
  tx: Executor,
  context: Context,
  call: CallRef,
  use: ToolUse,
): Promise<boolean>

/** Gives the call its recording. Before the end, so that `call.ended` can tell its address. */
export declare function attachRecording(
  tx: Executor,
  context: Context,
  call: CallRef,
  recording: CallRecording,
): Promise<void>

/**
 * Ends a call, exactly once, whoever else tries at the same time: writes status, reason, outcome and
 * figures, makes its turns the transcript of the conversation, and tells `call.ended`. False: it had
 * ended before, and nothing was changed.
 */
export declare function endCall(
  tx: Executor,
  context: Context,
  call: CallRef,
  end: CallEnd,
): Promise<boolean>

/** Calls that go on now, newest first. */
export declare function liveCalls(
  context: Context,
  viewer: {
    readonly workspaceId: string
    /** Only calls owned by this person. */
    readonly ownerId?: string | null
    readonly agentId?: string | null
  },
): Promise<LiveCall[]>

/** One of them; undefined when there is none, or it has ended. */
export declare function findLiveCall(context: Context, call: CallRef): Promise<LiveCall | undefined>

/** Begins to hold calls for this process: a row per call is touched every 15 s. */
export declare function startCallKeeper(context: Context): CallKeeper
