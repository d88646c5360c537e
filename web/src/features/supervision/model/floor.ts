/** The floor as the page keeps it, and what is counted on it. Pure. */
import type { AgentState, FloorMessage, FloorView, SeatView } from '@/lib/generated/live';

/** The floor after a message: a whole one replaces it, any other only the seats and queues that it names. */
export function floorAfter(floor: FloorView | undefined, message: FloorMessage): FloorView {
  if (message.complete || floor === undefined) return message.data;
  const seats = new Map(floor.seats.map((seat) => [seat.agent_id, seat]));
  const queues = new Map(floor.queues.map((queue) => [queue.queue_id, queue]));
  for (const seat of message.data.seats) seats.set(seat.agent_id, seat);
  for (const queue of message.data.queues) queues.set(queue.queue_id, queue);
  return { seats: [...seats.values()], queues: [...queues.values()] };
}

/** Whether the seat is one of those that are looked for, by name or staff number. */
export const isFound = (seat: SeatView, wanted: string): boolean =>
  `${seat.name} ${seat.staff_number}`.toLowerCase().includes(wanted.trim().toLowerCase());

const STATE_ORDER: readonly AgentState[] = [
  'talking',
  'ringing',
  'reserved',
  'ready',
  'wrap_up',
  'not_ready',
  'signed_out',
];

/** Orders of seats: by staff number, by what they do, by how long they have been doing it (the longest first). */
export const ORDERS = {
  agent: (one: SeatView, other: SeatView) => one.staff_number.localeCompare(other.staff_number),
  state: (one: SeatView, other: SeatView) =>
    STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state),
  since: (one: SeatView, other: SeatView) =>
    Number(one.state === 'signed_out') - Number(other.state === 'signed_out') ||
    Date.parse(one.state_since) - Date.parse(other.state_since),
} as const;

/** In the order in which a supervisor asks for them. */
export const COUNTED: readonly (readonly [name: string, states: readonly AgentState[]])[] = [
  ['talking', ['talking']],
  ['ringing', ['reserved', 'ringing']],
  ['ready', ['ready']],
  ['wrap_up', ['wrap_up']],
  ['not_ready', ['not_ready']],
  ['signed_out', ['signed_out']],
];

export const countOf = (floor: FloorView, states: readonly AgentState[]): number =>
  floor.seats.filter((seat) => states.includes(seat.state)).length;
