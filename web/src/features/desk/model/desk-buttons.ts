/**
 * Which buttons the state bar shows (a ringing call has a banner of its own): a table over the state that the server
 * tells, so that each stands where it is looked for. Whether one can be pressed is the server's word (`verbs`).
 */
import type { AgentState, DeskView } from '@/lib/generated/live';

export type DeskButton =
  'sign_in' | 'sign_out' | 'ready' | 'not_ready' | 'hang_up' | 'end_wrap_up' | 'extend_wrap_up' | 'reset';

const BUTTONS: Record<AgentState, readonly DeskButton[]> = {
  signed_out: ['sign_in'],
  not_ready: ['ready', 'not_ready', 'sign_out'],
  ready: ['not_ready', 'sign_out'],
  reserved: [],
  ringing: [],
  talking: ['reset', 'hang_up'],
  wrap_up: ['reset', 'extend_wrap_up', 'end_wrap_up', 'not_ready', 'sign_out'],
};

export const buttonsOf = (desk: DeskView): readonly DeskButton[] => BUTTONS[desk.state];

/** Whether this desk's telephone rings or is about to: for a citizen, a colleague, or a call asked for here. */
export const isAlerting = (desk: DeskView): boolean =>
  desk.work?.phase === 'ringing' || desk.work?.phase === 'offered';

/** Whether the talk goes on although the agent's voice is gone. */
export const isReconnecting = (desk: DeskView): boolean => desk.work?.phase === 'reconnecting';
