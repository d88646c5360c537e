import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';

import type { components } from '@/lib/generated/http';
import { me, problem, server } from '@/testing/server';

import { Application } from './application';

type Schemas = components['schemas'];

const SLOW = { timeout: 50_000 };

const QUEUE: Schemas['QueueView'] = {
  queue_id: 'general',
  version: 4,
  name: '综合咨询',
  rule: 'longest_idle',
  skill: '',
  groups: [{ group_id: 'front', after_seconds: 0 }],
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
  announcement: '坐席正忙，请稍候。',
  announcement_every_seconds: 30,
  tells_place: true,
  closed_text: '',
  no_agent_text: '',
  full_text: '',
  callback_attempts: 2,
  callback_retry_seconds: 300,
  keep_place_seconds: 300,
};

const CALENDAR: Schemas['CalendarView'] = {
  calendar_id: 'office',
  version: 1,
  name: '工作时间',
  week: [[{ opens: '08:30', closes: '12:00' }], [], [], [], [], [], []],
  follows_public_holidays: true,
  make_up_weekday: 0,
  own_days: [],
  queue_ids: ['general'],
  called_numbers: [],
  is_open: false,
  next_opening: '2026-03-02T00:30:00Z',
};

const MARK: Schemas['CallerMarkView'] = {
  mark_id: 'm1',
  version: 1,
  number: '138****8000',
  kind: 'black',
  reason: '多次骚扰',
  grade: null,
  level: 'menu_only',
  expires_at: null,
  holds: true,
  made_by: '周芳',
  made_at: '2026-03-02T00:30:00Z',
};

const MEMBER: Schemas['MemberView'] = {
  user_id: 'u1',
  version: 1,
  staff_number: '8001',
  name: '李敏',
  roles: ['agent'],
  active: true,
  locked_until: '2026-03-02T00:30:00Z',
  can_change: true,
  seat: { sip_username: '8001', phone_kind: 'webrtc', queue_ids: [], group_ids: ['front'], skills: [] },
};

const TRUNK: Schemas['Trunk'] = {
  trunk_id: 't1',
  organisation_id: 'centre',
  version: 2,
  has_password: false,
  retired_at: null,
  content: {
    name: 'gateway',
    title: '语音网关',
    area_code: '0371',
    country_code: '86',
    caller_id: '12329',
    outbound: [],
    limit: { channels: 30, when_full: 'congestion', full_number: '' },
    parameters: {
      kind: 'sip_gateway',
      peers: ['10.0.0.2'],
      server: '10.0.0.2:5060',
      transport: 'udp',
      codecs: ['alaw'],
      account: null,
      outbound_proxy: null,
      from_user: null,
      from_domain: null,
      trusts_identity: true,
      sends_identity: true,
      encrypts_media: false,
      fax_t38: false,
      session_timers: true,
    },
  },
};

const PERMISSIONS = [
  'queues.manage',
  'calendars.manage',
  'caller_marks.manage',
  'directory.manage',
  'staff.manage',
  'trunks.manage',
  'routing.explain',
  'legal_holds.manage',
];

let sent: { method: string; path: string; body: unknown; key: string | null }[];

beforeEach(() => {
  sent = [];
  server.use(
    http.get('*/api/session', () => HttpResponse.json({ ...me, roles: ['admin'], permissions: PERMISSIONS })),
    http.get('*/api/changes', () => HttpResponse.json([])),
    http.get('*/api/queues', () =>
      HttpResponse.json({
        queues: [QUEUE],
        choices: { groups: [{ id: 'front', name: '综合坐席组' }], flows: [], entries: [], skills: ['loan'] },
      }),
    ),
    http.get('*/api/calendars', () => HttpResponse.json({ calendars: [CALENDAR], public_holiday_years: [2026] })),
    http.get('*/api/calendars/choices', () =>
      HttpResponse.json({ queues: [{ id: 'general', name: '综合咨询' }], called_numbers: ['12329'] }),
    ),
    http.get('*/api/caller-marks', () => HttpResponse.json([MARK])),
    http.get('*/api/directory', () =>
      HttpResponse.json([
        {
          entry_id: 'e1',
          version: 1,
          name: '信贷部',
          kind: 'department',
          number: '037165881234',
          calendar_id: null,
          is_open: true,
          next_opening: null,
        },
      ]),
    ),
    http.get('*/api/staff', () =>
      HttpResponse.json({
        members: [MEMBER],
        queues: [],
        groups: [{ id: 'front', name: '综合坐席组' }],
        skills: [],
      }),
    ),
    http.get('*/api/agent-groups', () =>
      HttpResponse.json([{ group_id: 'front', version: 1, name: '综合坐席组', members: 2, queues: ['综合咨询'] }]),
    ),
    http.get('*/api/number-rules', () =>
      HttpResponse.json({ rules: [{ called_number: '12329', flow_id: 'hotline' }], flow_ids: ['hotline'] }),
    ),
    http.get('*/api/trunks', () => HttpResponse.json([TRUNK])),
    http.get('*/api/trunks/states', () => HttpResponse.json([{ trunk_id: 't1', reachable: true, calls: 3 }])),
    http.get('*/api/legal-holds', () => HttpResponse.json([])),
    http.get('*/api/legal-holds/keeping', () => HttpResponse.json({ talk: 730, consult: 730, complaint: 1096 })),
    ...(['post', 'put', 'delete'] as const).map((method) =>
      http[method]('*/api/*', async ({ request }) => {
        const words = await request.text();
        sent.push({
          method: request.method,
          path: decodeURIComponent(new URL(request.url).pathname),
          body: words === '' ? null : JSON.parse(words),
          key: request.headers.get('Idempotency-Key'),
        });
        return HttpResponse.json({});
      }),
    ),
  );
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
  server.use(
    http.get('*/api/session', () => HttpResponse.json({ ...me, permissions: ['trunks.manage'] })),
  );
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
    body: { ...JSON.parse(JSON.stringify(QUEUE, (key, value: unknown) => (key === 'queue_id' ? undefined : value))), closed_text: '请于{next_opening}来电。' },
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
  write('registry-search', '不存在');
  expect(await screen.findByText('没有符合条件的记录', {}, SLOW)).toBeTruthy();
  write('registry-search', '8001 综合');
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
    expect(sent[0]).toMatchObject({ method: 'PUT', path: '/api/number-rules/65881234', body: { flow_id: 'hotline' } });
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
