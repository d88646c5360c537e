/** A trial call in the simulator: what has happened to the caller, and what the engine says of it. */
import type { SimulatedEvent, Simulation } from '../api/flows';

export interface Trial {
  events: SimulatedEvent[];
  result: Simulation;
}

export const HEARD: SimulatedEvent = { kind: 'prompt_ended', fields: {} };
const MOST_PROMPTS = 60;

export const pressed = (digit: string): SimulatedEvent => ({ kind: 'key', fields: { digit } });

/** Run the events; with `listens` every prompt is heard to its end, until the engine waits for something else. */
export async function tried(
  run: (events: SimulatedEvent[]) => Promise<Simulation>,
  events: SimulatedEvent[],
  listens: boolean,
): Promise<Trial> {
  let happened = events;
  let result = await run(happened);
  for (let count = 0; listens && result.waits_for === 'say' && count < MOST_PROMPTS; count += 1) {
    happened = [...happened, HEARD];
    result = await run(happened);
  }
  return { events: happened, result };
}

/** The nodes that the caller has passed, and the ways between them, as `from>to`. */
export function pathOf(result: Simulation | undefined): { nodes: Set<string>; ways: Set<string> } {
  const entered = (result?.steps ?? []).filter((step) => step.kind === 'entered').map((step) => step.node_id);
  const ways = entered.slice(1).map((id, place) => `${entered[place] ?? ''}>${id}`);
  return { nodes: new Set(entered), ways: new Set(ways) };
}
