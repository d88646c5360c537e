/** What the administration's pages are told in tests: one record of each kind, and every change that they send. */
import { http, HttpResponse } from 'msw';

import type { components } from '@/lib/generated/http';

import { me } from './server';

type Schemas = components['schemas'];

export const QUEUE: Schemas['QueueView'] = {
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
  callback_expires_seconds: 14400,
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

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  key: string | null;
}

/** The answers; what is sent to change something is kept in `sent`. */
export const administration = (sent: Sent[]) => [
  http.get('*/api/session', () => HttpResponse.json({ ...me, roles: ['admin'], permissions: PERMISSIONS })),
  http.get('*/api/changes', () => HttpResponse.json([])),
  http.get('*/api/queues', () =>
    HttpResponse.json({
      queues: [QUEUE],
      choices: { groups: [{ id: 'front', name: '综合坐席组' }], flows: [], entries: [], skills: ['loan'] },
    }),
  ),
  http.get('*/api/calendars', () =>
    HttpResponse.json({ calendars: [CALENDAR], public_holiday_years: [2026] }),
  ),
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
    HttpResponse.json([
      { group_id: 'front', version: 1, name: '综合坐席组', members: 2, queues: ['综合咨询'] },
    ]),
  ),
  http.get('*/api/number-rules', () =>
    HttpResponse.json({ rules: [{ called_number: '12329', flow_id: 'hotline' }], flow_ids: ['hotline'] }),
  ),
  http.get('*/api/trunks', () => HttpResponse.json([TRUNK])),
  http.get('*/api/trunks/states', () => HttpResponse.json([{ trunk_id: 't1', reachable: true, calls: 3 }])),
  http.get('*/api/legal-holds', () => HttpResponse.json([])),
  http.get('*/api/legal-holds/keeping', () =>
    HttpResponse.json({ talk: 730, consult: 730, complaint: 1096 }),
  ),
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
];
