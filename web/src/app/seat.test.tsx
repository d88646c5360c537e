import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import type { DeskView, SeatTrouble } from '@/lib/generated/live';
import { desk, deskIs, liveDesk, server, signedIn } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 5000 };

async function atDesk(view: DeskView): Promise<[string, unknown][]> {
  const seen: [string, unknown][] = [];
  server.use(
    signedIn,
    deskIs(view),
    liveDesk(view),
    http.post('*/api/desk/*', async ({ request }) => {
      const text = await request.text();
      seen.push([new URL(request.url).pathname, text === '' ? null : JSON.parse(text)]);
      return HttpResponse.json(view);
    }),
  );
  render(<Application />);
  await screen.findByTestId('agent-state', {}, SLOW);
  return seen;
}

const since = new Date().toISOString();
const later = new Date(Date.now() + 90_000).toISOString();

it.each<[SeatTrouble, string, string]>([
  [{ stage: 'warned', cause: 'no_phone', since, sign_out_at: later }, '即将自动签出', '距自动签出 01:'],
  [{ stage: 'signed_out', cause: 'page_silent', since, sign_out_at: null }, '已自动签出', '请刷新页面'],
  [{ stage: 'back', cause: 'no_phone', since, sign_out_at: null }, '话机已恢复', '请重新签入'],
])('tells of trouble of the seat and what to do: %o', async (trouble, title, remedy) => {
  await atDesk(desk({ trouble }));
  const shown = screen.getByTestId('seat-trouble').textContent;
  expect(shown).toContain(title);
  expect(shown).toContain(remedy);
});

it('answers a message of the supervisor by a few words', async () => {
  const messages = [{ message_id: 'm-7', sender_id: 'lead', sent_at: since, text: '请尽快就绪' }];
  const seen = await atDesk(desk({ state: 'not_ready', messages }));
  expect(screen.getByTestId<HTMLButtonElement>('answer-message').disabled).toBe(true);
  await userEvent.type(screen.getByTestId('answer-text'), '马上');
  await userEvent.click(screen.getByTestId('answer-message'));
  await waitFor(() => {
    expect(seen).toEqual([['/api/desk/messages/m-7/answer', { text: '马上' }]]);
  });
});

it('shows a message of the supervisor until it is acknowledged', async () => {
  const messages = [{ message_id: 'm-7', sender_id: 'lead', sent_at: since, text: '请尽快就绪' }];
  const seen = await atDesk(desk({ state: 'not_ready', messages }));
  expect(screen.getByTestId('seat-message').textContent).toContain('请尽快就绪');
  await userEvent.click(screen.getByTestId('acknowledge'));
  await waitFor(() => {
    expect(seen).toEqual([['/api/desk/messages/m-7/acknowledge', null]]);
  });
});

it('lets be pressed what the server says, whatever the state', async () => {
  await atDesk(desk({ state: 'wrap_up', verbs: ['end_wrap_up', 'sign_out'] }));
  const enabled = ['reset', 'extend-wrap-up', 'end-wrap-up', 'not-ready', 'desk-sign-out'].filter(
    (id) => !screen.getByTestId<HTMLButtonElement>(id).disabled,
  );
  expect(enabled).toEqual(['end-wrap-up', 'desk-sign-out']);
});
