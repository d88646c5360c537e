/** What of a stored decision is worth telling a team lead: pure, so that each sentence has its case in a test. */
import type { Decision, Stay } from '../api/routing';

export const FIGURES = ['idle_seconds', 'level', 'average_idle_seconds', 'answered'] as const;
export type Figure = (typeof FIGURES)[number];

const FIGURE_OF_RULE: Record<string, Figure> = {
  longest_idle: 'idle_seconds',
  highest_skill: 'level',
  longest_average_idle: 'average_idle_seconds',
  fewest_answered: 'answered',
};

/** The figure that decided; none where the agent was asked for by name. */
export const decidingFigure = (decision: Decision): Figure | null =>
  FIGURE_OF_RULE[decision.chosen_by ?? decision.rule ?? ''] ?? null;

export type ReasonWords = 'unknown' | 'only_one' | 'by_rule' | 'by_tie' | 'named';

/** Which sentence tells why this agent was chosen. */
export function reasonOf(decision: Decision): ReasonWords {
  if (decision.rule === null) return 'unknown';
  const decided = decision.chosen_by ?? decision.rule;
  if (decided === 'named_agent' || decided === 'usual_agent') return 'named';
  if (decision.candidates === 1) return 'only_one';
  return decided === decision.rule ? 'by_rule' : 'by_tie';
}

/** Facts of the moment that made the wait longer or shorter; only those that were so. */
export function circumstances(decision: Decision): ('waiting' | 'priority' | 'stage')[] {
  return (['waiting', 'priority', 'stage'] as const).filter((name) => (decision.contact[name] ?? 0) !== 0);
}

export const waitedSeconds = (stay: Stay): number =>
  stay.stretches.reduce((sum, stretch) => sum + stretch.seconds, 0);

const KEPT_SECONDS = 1;

/** How much earlier than the arrival the place counts; 0 where none was kept. */
export function keptSeconds(stay: Stay): number {
  const seconds = (Date.parse(stay.entered_at) - Date.parse(stay.queued_at)) / 1000;
  return seconds >= KEPT_SECONDS ? seconds : 0;
}
