import { screen, render, within, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { QueryClientProvider } from '@tanstack/react-query';
import { App } from 'antd';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { createQueryClient } from '@/api/query-client';
import { server } from '@/testing/server';

import type { Promised } from '../api/promises';
import { PromisesPanel } from './promises-panel';

const promise: Promised = {
  contact_id: 'contact-1',
  organisation_id: 'centre',
  number: '138****8000',
  queue_id: 'general',
  queue_name: '综合咨询',
  state: 'resting',
  reason: 'asked',
  booked_at: '2026-03-02T01:00:00Z',
  waiting_since: '2026-03-02T00:58:00Z',
  place: null,
  attempts: 1,
  attempts_allowed: 2,
  next_attempt_at: '2026-03-02T01:10:30Z',
  expires_at: null,
};

it('shows who is to be called back and takes one back for a reason', async () => {
  const seen: unknown[] = [];
  server.use(
    http.get('*/api/supervision/promises', () => HttpResponse.json([promise])),
    http.post('*/api/supervision/promises/contact-1/cancel', async ({ request }) => {
      seen.push(await request.json());
      return HttpResponse.json([]);
    }),
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <App>
        <PromisesPanel />
      </App>
    </QueryClientProvider>,
  );
  const row = await screen.findByTestId('promise', {}, { timeout: 20_000 });
  for (const word of ['138 **** 8000', '综合咨询', '1 / 2', '下次呼叫', '09:10:30'])
    expect(row.textContent).toContain(word);
  await userEvent.click(within(row).getByTestId('cancel-promise'));
  await userEvent.click(await screen.findByText('已另行办理'));
  await waitFor(() => {
    expect(screen.queryByTestId('promise')).toBeNull();
  });
  expect(seen).toEqual([{ reason: 'served_elsewhere' }]);
});
