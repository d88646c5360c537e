/**
 * What a supervisor can do with a seat: what the server says of that seat, and of the supervisor's own desk. One hears
 * a contact from a desk that is free (it could dial), and changes what one does there by what that desk can do.
 */
import type { CommandName, DeskParty, DeskView, SeatView } from '@/lib/generated/live';

export type Step = 'listen' | 'whisper' | 'barge' | 'take_over';
export const STEPS: readonly Step[] = ['listen', 'whisper', 'barge', 'take_over'];

export const isSupervising = (own: DeskView | undefined): boolean => own?.work?.role === 'supervisor';

const isBeside = (own: DeskView, seat: SeatView): boolean =>
  isSupervising(own) && seat.contact !== null && own.work?.contact_id === seat.contact.contact_id;

export function canStep(own: DeskView | undefined, seat: SeatView, step: Step): boolean {
  if (own === undefined || own.agent_id === seat.agent_id) return false;
  if (isBeside(own, seat)) return own.verbs.includes(step);
  return own.verbs.includes('dial') && seat.verbs.includes(step);
}

/** A command on the seat itself; one's own has its buttons at the top of the page. */
export const canForce = (own: DeskView | undefined, seat: SeatView, verb: CommandName): boolean =>
  own?.agent_id !== seat.agent_id && seat.verbs.includes(verb);

export const ownParty = (own: DeskView): DeskParty | undefined =>
  own.work?.parties.find((party) => party.agent_id === own.agent_id);

const STEP_OF_PLACE: Record<string, Step> = { listening: 'listen', whispering: 'whisper', contact: 'barge' };

/** What the supervisor does beside this seat now. */
export function stepOn(own: DeskView | undefined, seat: SeatView): Step | null {
  if (own === undefined || !isBeside(own, seat)) return null;
  return STEP_OF_PLACE[ownParty(own)?.place ?? ''] ?? null;
}

export const stepOf = (own: DeskView): Step | null => STEP_OF_PLACE[ownParty(own)?.place ?? ''] ?? null;
