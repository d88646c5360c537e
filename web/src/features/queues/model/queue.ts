import type { QueueBody, QueueView } from '../api/queues';

export const RULES = [
  'longest_idle',
  'highest_skill',
  'longest_average_idle',
  'fewest_answered',
  'named_agent',
  'usual_agent',
] as const satisfies readonly QueueBody['rule'][];

export const TEXTS = ['closed_text', 'no_agent_text', 'full_text'] as const;
export type QueueText = (typeof TEXTS)[number];

/** What a text may name; everything else in braces is refused. */
export const NAMES_OF_TEXT: Record<QueueText, readonly string[]> = {
  closed_text: ['next_opening'],
  no_agent_text: [],
  full_text: [],
};

export const CAUSES = ['waited', 'length', 'staffing'] as const;
export const TARGET_KINDS = ['queue', 'flow', 'directory'] as const;

/** What a new queue begins with: a usual one. */
export const NEW_QUEUE: QueueBody = {
  name: '',
  rule: 'longest_idle',
  skill: '',
  groups: [],
  demands: [],
  priority: 0,
  seconds_per_priority: 60,
  wait_for_agent_seconds: 30,
  offer_seconds: 20,
  wrap_up_seconds: 15,
  wrap_up_extension_seconds: 60,
  wrap_up_extensions: 1,
  waiting_limit: 0,
  waits_unstaffed: true,
  overflow: [],
  announcement: '',
  announcement_every_seconds: 30,
  tells_place: true,
  closed_text: '',
  no_agent_text: '',
  full_text: '',
  callback_attempts: 0,
  callback_retry_seconds: 300,
  callback_expires_seconds: 14400,
  keep_place_seconds: 300,
};

/** The settings of a queue without what the server adds. */
export function settingsOf(queue: QueueView): QueueBody {
  const names = Object.keys(NEW_QUEUE) as (keyof QueueBody)[];
  return Object.fromEntries(names.map((name) => [name, queue[name]])) as unknown as QueueBody;
}

/** The placeholders of a text that nothing can fill; a brace without its partner counts as one. */
export function unknownNames(text: string, known: readonly string[]): string[] {
  const named = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = named.filter((name) => !known.includes(name)).map((name) => `{${name}}`);
  const rest = text.replace(/\{[^{}]*\}/g, '');
  return [...unknown, ...(/[{}]/.exec(rest) ?? [])];
}

/** A queue as it can be stored: a skill only where the rule compares one. */
export const cleaned = (queue: QueueBody): QueueBody => ({ ...queue, name: queue.name.trim() });
