import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import type { components } from '@/lib/generated/http';
import { me, problem, server } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 20_000 };

type View = components['schemas']['ObjectView'];
type Status = components['schemas']['ObjectStatus'];

const view = (changes: Partial<Status> = {}): View => ({
  wish_version: 4,
  shall_be_on: changes.state !== 'switched_off',
  status: {
    name: 'fund_loan',
    labels: { 'zh-CN': { name: '个人住房贷款', 'settings.longest_years': '最长贷款年限' } },
    version: '1.0.0',
    version_on_disk: '1.1.0',
    origin: 'shipped',
    state: 'running',
    taken_out_at: null,
    calls: 12,
    errors: 0,
    outcomes: { ok: 12 },
    median_ms: 4.2,
    p95_ms: 18.7,
    in_flight: 0,
    shared: 0,
    stood_in: 0,
    starts: 1,
    permissions: ['fund:books'],
    rules: ['loan'],
    time_seconds: 3,
    memory_mb: 768,
    concurrency: 16,
    settings_schema: { properties: { longest_years: { type: 'integer', default: 30 } } },
    settings: {},
    ...changes,
  },
});

const objectsAre = (...views: View[]) => http.get('*/api/objects', () => HttpResponse.json(views));

beforeEach(() => {
  window.history.replaceState(null, '', '/objects');
  const admin = { ...me, agent_id: null, permissions: ['profile.use', 'objects.manage'] };
  server.use(
    http.get('*/api/session', () => HttpResponse.json(admin)),
    http.get('*/api/objects/results', () => HttpResponse.json([])),
  );
});

describe('the page of business objects', () => {
  it('shows how an object stands and what waits on disk', async () => {
    server.use(objectsAre(view()));
    render(<Application />);
    const row = await screen.findByTestId('object-fund_loan', {}, SLOW);
    expect(within(row).getByText('个人住房贷款')).toBeTruthy();
    expect(within(row).getByTestId('object-state').dataset.state).toBe('running');
    expect(within(row).getByTestId('object-version').textContent).toContain('1.1.0');
    expect(within(row).getByText('4 / 19')).toBeTruthy();
    expect(screen.queryByTestId('object-alarm')).toBeNull();
  });

  it('raises an alarm for what is out of service, and puts it back', async () => {
    server.use(
      objectsAre(view({ state: 'taken_out', taken_out_at: '2026-11-23T08:00:00Z' })),
      http.post('*/api/objects/fund_loan/put-back', ({ request }) => {
        expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
        return HttpResponse.json([view()]);
      }),
    );
    render(<Application />);
    expect((await screen.findByTestId('object-alarm', {}, SLOW)).textContent).toContain('个人住房贷款');
    server.use(objectsAre(view()));
    await userEvent.click(screen.getByTestId('object-put-back'));
    await waitFor(() => {
      expect(screen.queryByTestId('object-alarm')).toBeNull();
    });
  });

  it('shows why the server refused', async () => {
    server.use(
      objectsAre(view()),
      http.post('*/api/objects/fund_loan/reload', () =>
        problem(409, 'object_does_not_start', {}, '新版本无法启动'),
      ),
    );
    render(<Application />);
    await userEvent.click(await screen.findByTestId('object-reload', {}, SLOW));
    expect(await screen.findByText('新版本无法启动')).toBeTruthy();
  });

  it('sets an object by the form of its manifest', async () => {
    const sent: unknown[] = [];
    server.use(
      objectsAre(view()),
      http.put('*/api/objects/fund_loan/settings', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json([view({ settings: { longest_years: 30 } })]);
      }),
    );
    render(<Application />);
    await userEvent.click(await screen.findByTestId('object-open', {}, SLOW));
    await userEvent.click(await screen.findByTestId('object-settings-save', {}, SLOW));
    await waitFor(() => {
      expect(sent).toEqual([{ wish_version: 4, settings: { longest_years: 30 } }]);
    });
  });
});
