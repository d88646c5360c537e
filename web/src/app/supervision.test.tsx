import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import type { Alarm, FloorView, SeatView } from '@/lib/generated/live';
import { desk, deskIs, liveDesk, liveFloor, me, server } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 20_000 };

const talking: SeatView = {
  agent_id: 'agent-2',
  staff_number: '1002',
  name: '王磊',
  state: 'talking',
  state_since: new Date().toISOString(),
  changed_by: 'system',
  not_ready_reason: null,
  next_state: null,
  phone_registered: true,
  contact: {
    contact_id: 'contact-1',
    phase: 'talking',
    role: 'agent',
    caller_number: '138****8000',
    queue_name: '综合咨询',
    queued_at: new Date().toISOString(),
    answered_at: new Date().toISOString(),
    held: true,
    parties: [],
  },
  verbs: ['listen', 'whisper', 'barge', 'release', 'force_ready', 'force_not_ready', 'message'],
  answers: [],
};

const floor: FloorView = {
  seats: [talking],
  queues: [{ queue_id: 'general', name: '综合咨询', waiting: 4, longest_since: new Date().toISOString() }],
};

const supervisor = (...more: string[]) =>
  http.get('*/api/session', () =>
    HttpResponse.json({
      ...me,
      roles: ['supervisor'],
      permissions: ['call_records.read', 'desks.supervise', ...more],
    }),
  );

it('shows the floor and sends what is asked for a seat', async () => {
  const own = desk({ state: 'not_ready', verbs: ['dial'] });
  const seen: [string, unknown][] = [];
  server.use(
    supervisor('desk.use'),
    deskIs(own),
    liveDesk(own),
    http.get('*/api/supervision/desks', () => HttpResponse.json(floor)),
    http.post('*/api/supervision/*', async ({ request }) => {
      seen.push([new URL(request.url).pathname, await request.json()]);
      return HttpResponse.json(own);
    }),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  const seat = await screen.findByTestId('seat-1002', {}, SLOW);
  expect(seat.textContent).toContain('138 **** 8000');
  expect(seat.textContent).toContain('保持中');
  expect(screen.getByTestId('floor-queue-general').textContent).toContain('4');
  expect(within(seat).getByTestId<HTMLButtonElement>('force-sign-out').disabled).toBe(true);
  fireEvent.click(within(seat).getByTestId('step-whisper'));
  fireEvent.click(within(seat).getByTestId('force-ready'));
  await waitFor(() => {
    expect(seen).toEqual([
      ['/api/supervision/whisper', { agent_id: 'agent-2', follow: 'contact' }],
      ['/api/supervision/ready', { agent_id: 'agent-2' }],
    ]);
  });
});

it('shows what a seat has answered until it is read', async () => {
  const answers = [{ message_id: 'm-7', to_id: 'agent-1', sent_at: talking.state_since, text: '好的，马上' }];
  const seen: unknown[] = [];
  server.use(
    supervisor(),
    http.get('*/api/supervision/desks', () =>
      HttpResponse.json({ ...floor, seats: [{ ...talking, answers }] }),
    ),
    http.post('*/api/supervision/answer-read', async ({ request }) => {
      seen.push(await request.json());
      return HttpResponse.json(desk());
    }),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  const shown = await screen.findByTestId('seat-answer', {}, SLOW);
  expect(shown.textContent).toContain('好的，马上');
  fireEvent.click(within(shown).getByTestId('answer-read'));
  await waitFor(() => {
    expect(seen).toEqual([{ agent_id: 'agent-2', message_id: 'm-7' }]);
  });
});

it('lets who has no seat see and force, but not listen', async () => {
  server.use(
    supervisor(),
    http.get('*/api/supervision/desks', () => HttpResponse.json(floor)),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  const seat = await screen.findByTestId('seat-1002', {}, SLOW);
  expect(within(seat).getByTestId<HTMLButtonElement>('step-listen').disabled).toBe(true);
  expect(within(seat).getByTestId<HTMLButtonElement>('release').disabled).toBe(false);
  expect(screen.getByTestId('cannot-listen').textContent).toContain('没有坐席');
});

it('finds seats by name or staff number, and orders them by what they do', async () => {
  const names = ['王磊', '陈静', '赵强'];
  const states = ['not_ready', 'talking', 'ready'] as const;
  const seats = names.map((name, at) => ({
    ...talking,
    agent_id: `agent-${String(at)}`,
    staff_number: `100${String(at)}`,
    name,
    state: states[at] ?? 'ready',
  }));
  server.use(
    supervisor(),
    http.get('*/api/supervision/desks', () => HttpResponse.json({ ...floor, seats })),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  await screen.findByTestId('seat-1000', {}, SLOW);
  const shown = () => screen.getAllByTestId(/^seat-\d/).map((seat) => seat.dataset.testid);
  fireEvent.click(screen.getByText('状态'));
  expect(shown()).toEqual(['seat-1001', 'seat-1002', 'seat-1000']);
  fireEvent.change(screen.getByTestId('find-seat'), { target: { value: '1002' } });
  expect(shown()).toEqual(['seat-1002']);
  fireEvent.change(screen.getByTestId('find-seat'), { target: { value: '静' } });
  expect(shown()).toEqual(['seat-1001']);
});

it('shows the alarms that stand above all else', async () => {
  const alarm: Alarm = {
    kind: 'overlooked',
    since: new Date().toISOString(),
    queue_id: 'general',
    queue_name: '综合咨询',
  };
  const told = { type: 'alarms', time: alarm.since, data: [alarm] };
  server.use(
    supervisor(),
    http.get('*/api/supervision/desks', () => HttpResponse.json(floor)),
    liveFloor(told),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  expect((await screen.findByTestId('alarm-overlooked', {}, SLOW)).textContent).toContain(
    '综合咨询：有空闲坐席，市民却仍在排队',
  );
});

it('sends a message to a seat, and none without words', async () => {
  const seen: unknown[] = [];
  server.use(
    supervisor(),
    http.get('*/api/supervision/desks', () => HttpResponse.json(floor)),
    http.post('*/api/supervision/message', async ({ request }) => {
      seen.push(await request.json());
      return HttpResponse.json(desk({ state: 'talking' }));
    }),
  );
  window.history.replaceState(null, '', '/supervision');
  render(<Application />);
  const seat = await screen.findByTestId('seat-1002', {}, SLOW);
  await userEvent.click(within(seat).getByTestId('message'));
  const text = await screen.findByTestId('message-text', {}, SLOW);
  await userEvent.type(text, ' ');
  expect(screen.getByTestId<HTMLButtonElement>('message-send').disabled).toBe(true);
  await userEvent.type(text, '请尽快就绪');
  await userEvent.click(screen.getByTestId('message-send'));
  expect(await screen.findByText('已发送给王磊', {}, SLOW)).toBeTruthy();
  expect(seen).toEqual([{ agent_id: 'agent-2', text: '请尽快就绪' }]);
});
