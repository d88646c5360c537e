import { expect, it } from 'vitest';

import type { Decision } from '../api/routing';
import { circumstances, decidingFigure, reasonOf } from './explanation';

const decision = (change: Partial<Decision>): Decision => ({
  offer_id: 'o',
  agent: { id: 'a', name: '李敏' },
  outcome: 'accepted',
  rule: 'longest_idle',
  chosen_by: 'longest_idle',
  candidates: 3,
  first_five: [],
  contact: { waited_seconds: 10, waiting: 2, priority: 0, stage: 0 },
  ...change,
});

it.each([
  [{}, 'by_rule', 'idle_seconds'],
  [{ rule: 'highest_skill', chosen_by: 'fewest_answered' }, 'by_tie', 'answered'],
  [{ candidates: 1 }, 'only_one', 'idle_seconds'],
  [{ rule: 'usual_agent', chosen_by: 'usual_agent' }, 'named', null],
  [{ rule: null, chosen_by: null }, 'unknown', null],
] as const)('tells why by %j', (change, words, figure) => {
  expect(reasonOf(decision(change))).toBe(words);
  expect(decidingFigure(decision(change))).toBe(figure);
});

it('tells only what was so', () => {
  expect(circumstances(decision({}))).toEqual(['waiting']);
  expect(circumstances(decision({ contact: { priority: 3, stage: 1, waiting: 0 } }))).toEqual([
    'priority',
    'stage',
  ]);
});
