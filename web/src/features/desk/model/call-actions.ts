/**
 * The actions of the call bar: one object each, which the buttons, the keys and the help list share. Whether one is
 * possible is the server's word (`verbs` of the desk); nothing here works it out.
 */
import type { CommandName, DeskView } from '@/lib/generated/live';

import type { PlainCommand } from '../api/send-desk-command';

/** An action that needs more than a press opens what asks for it. */
export type Opened = 'keypad' | 'pause' | 'mark' | 'consult' | 'transfer' | 'menu' | 'dial';

interface ActionCore {
  verb: CommandName;
  /** `KeyboardEvent.code` of the key pressed together with Alt, and its sign. */
  code: string;
  sign: string;
}

export type CallAction =
  (ActionCore & { does: 'sends'; command: PlainCommand }) | (ActionCore & { does: 'opens'; part: Opened });

const sends = (verb: CommandName, command: PlainCommand, sign: string): CallAction => ({
  verb,
  command,
  does: 'sends',
  code: `Key${sign}`,
  sign,
});
const opens = (verb: CommandName, part: Opened, sign: string): CallAction => ({
  verb,
  part,
  does: 'opens',
  code: `Key${sign}`,
  sign,
});

const HOLD = sends('hold', 'hold', 'H');
const RETRIEVE = sends('retrieve', 'retrieve', 'H');
const MUTE = sends('mute', 'mute', 'M');
const UNMUTE = sends('unmute', 'unmute', 'M');

const PAUSE = opens('pause_recording', 'pause', 'R');
const RESUME = sends('resume_recording', 'recording/resume', 'R');

/** The places of the bar, in groups; where two actions share one, the possible one is shown, else the first. */
export const CALL_BAR: readonly (readonly (readonly CallAction[])[])[] = [
  [[HOLD, RETRIEVE], [MUTE, UNMUTE], [opens('send_keys', 'keypad', 'K')]],
  [
    [opens('consult', 'consult', 'C')],
    [sends('take_back', 'consult/take-back', 'B')],
    [sends('join', 'consult/join', 'J')],
    [sends('complete', 'consult/complete', 'G')],
  ],
  [[opens('transfer', 'transfer', 'T')], [opens('send_to_menu', 'menu', 'V')], [sends('park', 'park', 'P')]],
  [[PAUSE, RESUME], [opens('mark_recording', 'mark', 'N')]],
  [[opens('dial', 'dial', 'O')]],
];

export const isPossible = (desk: DeskView, verb: CommandName): boolean => desk.verbs.includes(verb);

/** The action that its place shows now. */
export const shownAction = (desk: DeskView, place: readonly CallAction[]): CallAction | undefined =>
  place.find((action) => isPossible(desk, action.verb)) ?? place[0];

/** The possible action behind a key. */
export const actionOfKey = (desk: DeskView, code: string): CallAction | undefined =>
  CALL_BAR.flat(2).find((action) => action.code === code && isPossible(desk, action.verb));

/** Whether Alt and this key belong to the bar, possible now or not: the browser does not get them then. */
export const isBarKey = (code: string): boolean => CALL_BAR.flat(2).some((action) => action.code === code);
