/** What is told of the recording: a table over what the server says of one's own part. */
import type { DeskRecording } from '@/lib/generated/live';

import type { MarkKind, PauseReason } from '../api/use-desk-command';

export const PAUSE_REASONS: readonly PauseReason[] = ['secret_spoken', 'secret_keyed', 'other'];
export const MARK_KINDS: readonly MarkKind[] = ['important', 'complaint', 'abuse', 'promise', 'other'];

export type RecordingWord = 'running' | 'not_running' | 'paused';

/** In one word; without a recording nothing is recorded. */
export function recordingWord(recording: DeskRecording | null): RecordingWord {
  if (recording?.paused_at) return 'paused';
  return recording?.running ? 'running' : 'not_running';
}
