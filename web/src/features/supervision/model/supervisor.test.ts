import { expect, it } from 'vitest';

import type { CommandName, DeskView, SeatView } from '@/lib/generated/live';
import { desk, talkingDesk } from '@/testing/server';

import { floorAfter } from './floor';
import { canForce, canStep, STEPS, stepOn } from './supervisor';

const contact: NonNullable<SeatView['contact']> = {
  contact_id: 'contact-1',
  phase: 'talking',
  role: 'agent',
  caller_number: '138****8000',
  queue_name: '综合咨询',
  queued_at: '2026-11-23T06:00:00Z',
  answered_at: '2026-11-23T06:00:20Z',
  held: false,
  parties: [],
};

const seat = (change: Partial<SeatView> = {}): SeatView => ({
  agent_id: 'agent-2',
  staff_number: '1002',
  name: '王磊',
  state: 'talking',
  state_since: '2026-11-23T06:00:20Z',
  changed_by: 'system',
  not_ready_reason: null,
  next_state: null,
  answers: [],
  phone_registered: true,
  contact,
  verbs: ['listen', 'whisper', 'barge', 'release', 'force_ready', 'force_not_ready'],
  ...change,
});

function supervising(place: string, verbs: CommandName[], contactId = 'contact-1'): DeskView {
  const view = talkingDesk();
  const own = { agent_id: 'agent-1', name: '周芳', number: '', ringing: false, muted: false };
  return {
    ...view,
    verbs,
    work: view.work && {
      ...view.work,
      contact_id: contactId,
      role: 'supervisor',
      parties: [{ ...own, role: 'supervisor', place }],
    },
  };
}

const steps = (own: DeskView | undefined, watched: SeatView) =>
  STEPS.filter((step) => canStep(own, watched, step));

it('steps in from a desk that is free, as the seat allows', () => {
  const free = desk({ state: 'not_ready', verbs: ['dial'] });
  expect(steps(free, seat())).toEqual(['listen', 'whisper', 'barge']);
  expect(steps(free, seat({ contact: null, verbs: ['force_ready'] }))).toEqual([]);
  expect(steps(desk(), seat()), 'signed out').toEqual([]);
  expect(steps(undefined, seat()), 'without a seat').toEqual([]);
});

it('goes further beside the same contact as the own desk allows, and not to another', () => {
  const listening = supervising('listening', ['hang_up', 'whisper', 'barge', 'take_over']);
  expect(steps(listening, seat())).toEqual(['whisper', 'barge', 'take_over']);
  expect(stepOn(listening, seat())).toBe('listen');
  const elsewhere = supervising('listening', ['whisper'], 'contact-9');
  expect(steps(elsewhere, seat())).toEqual([]);
  expect(stepOn(elsewhere, seat())).toBeNull();
});

it('forces others, never the own seat', () => {
  expect(canForce(undefined, seat(), 'release')).toBe(true);
  expect(canForce(undefined, seat(), 'force_sign_out')).toBe(false);
  expect(canForce(desk(), seat({ agent_id: 'agent-1' }), 'release')).toBe(false);
});

it('keeps the floor whole while parts of it arrive', () => {
  const queue = { queue_id: 'general', name: '综合咨询', waiting: 0, longest_since: null };
  const message = { type: 'floor', time: '2026-11-23T06:00:00Z' } as const;
  const whole = { seats: [seat(), seat({ agent_id: 'agent-3' })], queues: [queue] };
  const first = floorAfter(undefined, { ...message, complete: true, data: whole });
  const part = { seats: [seat({ agent_id: 'agent-3', state: 'ready' })], queues: [{ ...queue, waiting: 2 }] };
  const second = floorAfter(first, { ...message, complete: false, data: part });
  expect(second.seats.map(({ agent_id, state }) => [agent_id, state])).toEqual([
    ['agent-2', 'talking'],
    ['agent-3', 'ready'],
  ]);
  expect(second.queues[0]?.waiting).toBe(2);
});
