import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';

import type { components } from '@/lib/generated/http';
import { administration, QUEUE, type Sent } from '@/testing/administration';
import { me, problem, server } from '@/testing/server';

import { Application } from './application';

type Schemas = components['schemas'];

/* A queue's form is large, and a machine that is busy with other tests is slow. */
vi.setConfig({ testTimeout: 240_000 });

const SLOW = { timeout: 50_000 };

let sent: Sent[];

beforeEach(() => {
  sent = [];
  server.use(...administration(sent));
});

async function opened(path: string) {
  window.history.replaceState(null, '', `/administration/${path}`);
  render(<Application />);
  return screen.findByTestId('administration', {}, SLOW);
}

const write = (testId: string, text: string) => {
  fireEvent.change(screen.getByTestId(testId), { target: { value: text } });
};

const save = () => {
  fireEvent.click(screen.getByTestId('record-save'));
};

it('shows what the user may set up, and tells who may not', async () => {
  server.use(http.get('*/api/session', () => HttpResponse.json({ ...me, permissions: ['trunks.manage'] })));
  const area = await opened('queues');
  expect(within(area).queryByTestId('section-queues')).toBeNull();
  expect(within(area).getByTestId('section-trunks')).toBeTruthy();
  expect(screen.getByText('没有权限')).toBeTruthy();
});

it('names what a text of a queue cannot be filled with, and saves one that can', async () => {
  await opened('queues/general');
  await screen.findByTestId('queue-closed_text', {}, SLOW);
  write('queue-closed_text', '请于{when}来电。');
  save();
  expect(await screen.findByText(/系统无法填写：\{when\}/, {}, SLOW)).toBeTruthy();
  expect(sent).toEqual([]);
  write('queue-closed_text', '请于{next_opening}来电。');
  save();
  await waitFor(() => {
    expect(sent).toHaveLength(1);
  }, SLOW);
  const [change] = sent;
  expect(change).toMatchObject({
    method: 'PUT',
    path: '/api/queues/general',
    body: {
      ...JSON.parse(JSON.stringify(QUEUE, (key, value: unknown) => (key === 'queue_id' ? undefined : value))),
      closed_text: '请于{next_opening}来电。',
    },
  });
  expect(change?.key).toMatch(/^[0-9a-f-]{36}$/);
});

it('tells that somebody else has changed a record, and takes the newest over', async () => {
  await opened('queues/general');
  await screen.findByTestId('queue-name', {}, SLOW);
  server.use(
    http.put('*/api/queues/general', () => problem(409, 'changed_meanwhile', { version: 5 }, '其他人已修改')),
  );
  write('queue-name', '综合服务');
  save();
  fireEvent.click(await screen.findByTestId('load-newest', {}, SLOW));
  await waitFor(() => {
    expect(screen.getByTestId<HTMLInputElement>('queue-name').value).toBe('综合咨询');
  }, SLOW);
});

it('finds records by their words', async () => {
  await opened('staff');
  expect(await screen.findAllByTestId('registry-row', {}, SLOW)).toHaveLength(1);
  const search = (words: string) => {
    fireEvent.change(screen.getByPlaceholderText('搜索（按 / 键）'), { target: { value: words } });
  };
  search('不存在');
  expect(await screen.findByText('没有符合条件的记录', {}, SLOW)).toBeTruthy();
  search('8001 综合');
  expect(await screen.findAllByTestId('registry-row', {}, SLOW)).toHaveLength(1);
});

it('marks a caller', async () => {
  await opened('caller-marks/new');
  await screen.findByTestId('mark-number', {}, SLOW);
  write('mark-number', '13800138000');
  write('mark-reason', '多次骚扰');
  fireEvent.click(screen.getByTestId('level-refuse'));
  save();
  await waitFor(() => {
    expect(sent).toHaveLength(1);
  }, SLOW);
  expect(sent[0]).toMatchObject({
    path: '/api/caller-marks',
    body: { number: '13800138000', kind: 'black', level: 'refuse', grade: null, expires_at: null },
  });
});

it('keeps the directory', async () => {
  await opened('directory/e1');
  await screen.findByTestId('entry-name', {}, SLOW);
  write('entry-name', '贷款部');
  save();
  await waitFor(() => {
    expect(sent[0]?.body).toEqual({
      name: '贷款部',
      kind: 'department',
      number: '037165881234',
      calendar_id: null,
      version: 1,
    });
  }, SLOW);
});

it('shows whether a calendar is open and when next', async () => {
  await opened('calendars');
  const row = await screen.findByTestId('registry-row', {}, SLOW);
  expect(row.textContent).toContain('2026/03/02 08:30:00 开始服务');
  expect(row.textContent).toContain('综合咨询');
});

it('unlocks a user', async () => {
  await opened('staff/u1');
  fireEvent.click(await screen.findByTestId('member-unlock', {}, SLOW));
  fireEvent.click(await screen.findByRole('button', { name: '确定' }, SLOW));
  await waitFor(() => {
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/api/staff/u1/unlock' });
  }, SLOW);
});

it('names a group anew', async () => {
  await opened('groups/front');
  await screen.findByTestId('group-name', {}, SLOW);
  write('group-name', '前台组');
  save();
  await waitFor(() => {
    expect(sent[0]?.body).toEqual({ name: '前台组', version: 1 });
  }, SLOW);
});

it('shows how a trunk stands and adds a rule for calls out', async () => {
  await opened('trunks/t1');
  const row = await screen.findByTestId('registry-row', {}, SLOW);
  await waitFor(() => {
    expect(row.textContent).toContain('正常');
  }, SLOW);
  fireEvent.click(screen.getByTestId('add-outbound'));
  await screen.findByTestId('rule-prefix', {}, SLOW);
  write('rule-prefix', '9');
  save();
  await waitFor(() => {
    expect(sent[0]?.body).toMatchObject({
      version: 2,
      password: null,
      content: { outbound: [{ begins_with: '', lengths: [], strip_digits: 0, prefix: '9' }] },
    });
  }, SLOW);
});

it('lets a number run a flow', async () => {
  await opened('numbers/new');
  await screen.findByTestId('called-number', {}, SLOW);
  write('called-number', '65881234');
  save();
  await waitFor(() => {
    expect(sent[0]).toMatchObject({
      method: 'PUT',
      path: '/api/number-rules/65881234',
      body: { flow_id: 'hotline' },
    });
  }, SLOW);
});

it('tells in words why that agent', async () => {
  server.use(
    http.get('*/api/routing/c1', () =>
      HttpResponse.json({
        contact_id: 'c1',
        stays: [
          {
            queue: { id: 'general', name: '综合咨询' },
            queued_at: '2026-03-02T01:00:00Z',
            entered_at: '2026-03-02T01:00:00Z',
            ended_at: '2026-03-02T01:00:14Z',
            end: 'answered',
            end_reason: 'answered',
            agent: { id: 'u1', name: '李敏' },
            talk_seconds: 60,
            stretches: [
              { kind: 'no_agent_free', began_at: '2026-03-02T01:00:00Z', seconds: 10, decision: null },
              {
                kind: 'ringing',
                began_at: '2026-03-02T01:00:10Z',
                seconds: 4,
                decision: {
                  offer_id: 'o1',
                  agent: { id: 'u1', name: '李敏' },
                  outcome: 'accepted',
                  rule: 'longest_idle',
                  chosen_by: 'longest_idle',
                  candidates: 2,
                  first_five: [
                    { agent: { id: 'u1', name: '李敏' }, figures: { idle_seconds: 90 } },
                    { agent: { id: 'u2', name: '王磊' }, figures: { idle_seconds: 60 } },
                  ],
                  contact: { waiting: 2 },
                },
              },
            ],
          },
        ],
      } satisfies Schemas['RoutingView']),
    ),
  );
  await opened('routing/c1');
  const stay = await screen.findByTestId('routing-stay', {}, SLOW);
  expect(stay.textContent).toContain('按“最长空闲”规则，从 2 名空闲且符合要求的坐席中选出李敏。');
  expect(stay.textContent).toContain('当时有 2 人在排队');
});

it('places a hold on the contact that the address names', async () => {
  await opened('legal-holds/new?contact=c1');
  await screen.findByTestId('hold-reason', {}, SLOW);
  write('hold-reason', '案号 7');
  save();
  await waitFor(() => {
    expect(sent[0]?.body).toEqual({ contact_id: 'c1', reason: '案号 7', until: null });
  }, SLOW);
});
