/** A sample floor, and whom a sample agent can call. Invented people. */
import type { components } from '../src/lib/generated/http';
import type { CommandName, FloorView, SeatView } from '../src/lib/generated/live';

type Schemas = components['schemas'];

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds: number) => ago(-seconds);

const AUDIBLE: CommandName[] = [
  'listen',
  'whisper',
  'barge',
  'release',
  'force_ready',
  'force_not_ready',
  'message',
];
const IDLE: CommandName[] = ['force_ready', 'force_not_ready', 'force_sign_out', 'message'];

const seat = (number: number, name: string, change: Partial<SeatView>): SeatView => ({
  agent_id: `user-${String(number)}`,
  staff_number: String(number),
  name,
  state: 'ready',
  state_since: ago(number % 97),
  changed_by: 'agent',
  not_ready_reason: null,
  next_state: null,
  answers: [],
  phone_registered: true,
  contact: null,
  verbs: IDLE.slice(1),
  ...change,
});

const contact = (id: string, change: Partial<NonNullable<SeatView['contact']>>): SeatView['contact'] => ({
  contact_id: id,
  phase: 'talking',
  role: 'agent',
  caller_number: '138****8000',
  queue_name: '综合咨询',
  queued_at: ago(200),
  answered_at: ago(151),
  held: false,
  parties: [],
  ...change,
});

export const sampleFloor = (): FloorView => ({
  seats: [
    seat(1001, '王晓琳', { state: 'not_ready', not_ready_reason: 'paperwork', verbs: IDLE }),
    seat(1002, '王磊', { state: 'talking', contact: contact('c-1', {}), verbs: AUDIBLE }),
    seat(1003, '陈静', {
      state: 'talking',
      next_state: 'not_ready',
      contact: contact('c-2', { held: true, caller_number: '186****1177', answered_at: ago(431) }),
      verbs: AUDIBLE,
    }),
    seat(1004, '赵强', {
      state: 'talking',
      contact: contact('c-2', { role: 'consultant', caller_number: '186****1177', answered_at: ago(40) }),
      verbs: AUDIBLE,
    }),
    seat(1005, '刘洋', {
      state: 'ringing',
      contact: contact('c-3', { phase: 'ringing', answered_at: null, caller_number: '135****0362' }),
      verbs: ['force_ready', 'force_not_ready'],
    }),
    seat(1006, '孙丽', {
      state: 'wrap_up',
      contact: contact('c-4', { phase: 'wrap_up', caller_number: '159****4410' }),
      verbs: IDLE,
    }),
    seat(1007, '周涛', {}),
    seat(1008, '吴敏', { state: 'not_ready', not_ready_reason: 'meal', state_since: ago(1630), verbs: IDLE }),
    seat(1009, '郑伟', {
      state: 'not_ready',
      not_ready_reason: 'phone_unreachable',
      phone_registered: false,
      verbs: IDLE,
    }),
    seat(1010, '冯雪', { state: 'signed_out', verbs: ['message'] }),
  ],
  queues: [
    { queue_id: 'general', name: '综合咨询', waiting: 4, longest_since: ago(74) },
    { queue_id: 'loan', name: '贷款专席', waiting: 0, longest_since: null },
  ],
});

const promise = (id: string, change: Partial<Schemas['Promise']>): Schemas['Promise'] => ({
  contact_id: id,
  organisation_id: 'centre',
  number: '138****8000',
  queue_id: 'general',
  queue_name: '综合咨询',
  state: 'waiting',
  reason: 'asked',
  booked_at: ago(640),
  waiting_since: ago(700),
  place: 1,
  attempts: 0,
  attempts_allowed: 2,
  next_attempt_at: null,
  expires_at: ahead(13_760),
  ...change,
});

export const samplePromises = (): Schemas['Promise'][] => [
  promise('p-1', {
    number: '139****0021',
    state: 'resting',
    place: null,
    attempts: 1,
    next_attempt_at: ahead(173),
  }),
  promise('p-2', { state: 'ringing', attempts: 1, waiting_since: ago(402) }),
  promise('p-3', { number: '********8832', reason: 'lost', place: 2, waiting_since: ago(95) }),
];

export const sampleFloorMessage = (): string =>
  JSON.stringify({ type: 'floor', time: new Date().toISOString(), complete: true, data: sampleFloor() });

export const SAMPLE_TARGETS: Schemas['Targets'] = {
  colleagues: [
    { agent_id: 'user-1002', staff_number: '1002', name: '王磊', state: 'ready', free: true },
    { agent_id: 'user-1003', staff_number: '1003', name: '陈静', state: 'talking', free: false },
    { agent_id: 'user-1004', staff_number: '1004', name: '赵强', state: 'not_ready', free: true },
  ],
  groups: [{ target_id: 'front', name: '综合坐席组' }],
  queues: [
    { target_id: 'general', name: '综合咨询' },
    { target_id: 'loan', name: '贷款专席' },
  ],
  flows: [{ target_id: 'hotline-12329', name: '12329 住房公积金热线' }],
};

const entry = (id: string, name: string, number: string, is_open: boolean): Schemas['DirectoryLine'] => ({
  entry_id: id,
  version: 1,
  name,
  kind: 'department',
  number,
  calendar_id: null,
  is_open,
  next_opening: null,
});

export const SAMPLE_DIRECTORY: Schemas['DirectoryLine'][] = [
  entry('e-1', '贷款管理处', '********8888', true),
  entry('e-2', '归集管理处', '********6612', false),
];
