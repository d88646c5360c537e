/** Sample desks and records for `npm run dev:sample`: the pages without a server. Invented people and figures. */
import type { components } from '../src/lib/generated/http';
import type { CommandName, DeskParty, DeskRecording, DeskView, DeskWork } from '../src/lib/generated/live';

type Schemas = components['schemas'];

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds: number) => ago(-seconds);

export const SAMPLE_ME: Schemas['Me'] = {
  user_id: 'user-1001',
  organisation_id: 'centre',
  organisation_name: '省直住房公积金管理中心',
  staff_number: '1001',
  name: '王晓琳',
  roles: ['agent', 'supervisor'],
  permissions: [
    'call_records.read',
    'desk.use',
    'desks.supervise',
    'directory.read',
    'personal_data.reveal',
    'profile.use',
    'recordings.play',
  ],
};

export const CLEAR_VALUES: Record<string, string> = {
  caller_number: '13812348000',
  name: '张建国',
  id_no: '410105198003154217',
  mobile: '13812348000',
  person_account_no: '410100002381745096',
};

const queues = (waiting: number): DeskView['queues'] => [
  {
    queue_id: 'general',
    name: '综合咨询',
    waiting,
    longest_since: waiting > 0 ? ago(74) : null,
  },
  { queue_id: 'loan', name: '贷款业务', waiting: 0, longest_since: null },
];

const party = (change: Partial<DeskParty>): DeskParty => ({
  role: 'agent',
  agent_id: 'user-1001',
  name: '王晓琳',
  number: '',
  place: 'contact',
  ringing: false,
  muted: false,
  ...change,
});

const RECORDED: DeskRecording = {
  running: true,
  paused_at: null,
  paused_by: '',
  pause_reason: '',
  resumes_at: null,
  pause_expired: false,
};

const TALKING: CommandName[] = [
  'hang_up',
  'hold',
  'mute',
  'send_keys',
  'consult',
  'transfer',
  'park',
  'send_to_menu',
  'pause_recording',
  'mark_recording',
];
const CONSULTING: CommandName[] = ['hang_up', 'mute', 'send_keys', 'take_back', 'complete', 'join'];

const work = (phase: DeskWork['phase'], change: Partial<DeskWork> = {}): DeskWork => ({
  contact_id: 'c-20261123-0007',
  phase,
  caller_number: '138****8000',
  called_number: '12329',
  queue_name: '综合咨询',
  queued_at: ago(96),
  offered_at: ago(68),
  offer_deadline: null,
  answered_at: null,
  ended_at: null,
  wrap_up_until: null,
  recording: phase === 'talking' ? RECORDED : null,
  warnings: [],
  attached: {
    auth_level: 'password',
    menu_path: ['个人公积金查询', '账户余额与状态', '人工服务'],
    values: [
      { key: 'name', value: '张**', format: 'name' },
      { key: 'id_no', value: '410105********4217', format: 'id_number' },
      { key: 'mobile', value: '138****8000', format: 'mobile' },
      { key: 'person_account_no', value: '**************5096', format: 'account' },
      { key: 'unit_name', value: '郑州市中原电子科技有限公司', format: 'text' },
      { key: 'account_status', value: 'normal', format: 'text' },
      { key: 'balance', value: '32105.60', format: 'amount' },
      { key: 'monthly_deposit', value: '2016.00', format: 'amount' },
      { key: 'paid_through_month', value: '2026-10', format: 'month' },
      { key: 'account_count', value: '1', format: 'count' },
      { key: 'as_of', value: '2026-11-22', format: 'date' },
    ],
  },
  kind: 'inbound',
  role: 'agent',
  held: false,
  parties: phase === 'talking' ? [party({})] : [],
  handover: {},
  unanswered: '',
  is_callback: false,
  ...change,
});

const AFTER_WORK: DeskView['verbs'] = ['ready', 'not_ready', 'sign_out', 'reset'];

/** What can be done with a seat, whatever is on its desk. */
const SEAT_VERBS: Record<DeskView['state'], DeskView['verbs']> = {
  signed_out: ['sign_in'],
  not_ready: ['ready', 'not_ready', 'sign_out', 'dial'],
  ready: ['not_ready', 'sign_out', 'dial'],
  reserved: [...AFTER_WORK, 'decline'],
  ringing: [...AFTER_WORK, 'decline'],
  talking: AFTER_WORK,
  wrap_up: AFTER_WORK,
};

const desk = (state: DeskView['state'], change: Partial<DeskView> = {}): DeskView => ({
  agent_id: 'user-1001',
  state,
  state_since: ago(5),
  changed_by: 'agent',
  reason: 'asked',
  not_ready_reason: null,
  next_state: null,
  next_reason: null,
  trouble: null,
  messages: [],
  answers: [],
  phone_registered: true,
  work: null,
  queues: queues(0),
  parked: [],
  missed: [],
  ...change,
  verbs: [...SEAT_VERBS[state], ...(change.verbs ?? [])],
});

export const SAMPLE_DESKS = {
  signed_out: () => desk('signed_out', { phone_registered: false }),
  not_ready: () => desk('not_ready', { not_ready_reason: 'signed_in' }),
  break: () => desk('not_ready', { not_ready_reason: 'break', state_since: ago(303) }),
  missed: () => desk('not_ready', { not_ready_reason: 'missed_offer', changed_by: 'system' }),
  ready: () =>
    desk('ready', {
      state_since: ago(42),
      queues: queues(3),
      missed: [
        {
          contact_id: 'c-11',
          number: '139****0021',
          colleague_id: null,
          queue_id: 'general',
          missed_at: ago(254),
          name: '',
          queue_name: '综合咨询',
        },
        {
          contact_id: 'c-12',
          number: '',
          colleague_id: 'user-1002',
          queue_id: '',
          missed_at: ago(960),
          name: '王磊',
          queue_name: '',
        },
      ],
    }),
  ringing: () =>
    desk('ringing', {
      work: work('ringing', { offered_at: ago(2), offer_deadline: ahead(14) }),
      queues: queues(2),
    }),
  called_back: () =>
    desk('ringing', {
      work: work('ringing', { offered_at: ago(2), offer_deadline: ahead(14), is_callback: true }),
      queues: queues(2),
    }),
  talking: () =>
    desk('talking', {
      state_since: ago(67),
      work: work('talking', { answered_at: ago(67) }),
      queues: queues(2),
      next_state: 'ready',
      verbs: TALKING,
    }),
  warned: () =>
    desk('talking', {
      state_since: ago(31),
      work: work('talking', {
        answered_at: ago(31),
        warnings: [
          { kind: 'vip', reason: '省人大代表，优先办理' },
          { kind: 'black', reason: '多次辱骂坐席，请班长旁听' },
        ],
      }),
      verbs: TALKING,
    }),
  paused: () =>
    desk('talking', {
      state_since: ago(83),
      work: work('talking', {
        answered_at: ago(83),
        recording: {
          ...RECORDED,
          running: false,
          paused_at: ago(12),
          paused_by: 'user-1001',
          pause_reason: 'secret_spoken',
          resumes_at: ahead(108),
        },
      }),
      verbs: ['hang_up', 'hold', 'mute', 'send_keys', 'resume_recording', 'mark_recording'],
    }),
  held: () =>
    desk('talking', {
      state_since: ago(92),
      work: work('talking', { answered_at: ago(92), held: true }),
      verbs: ['hang_up', 'retrieve', 'mute', 'consult', 'transfer', 'park'],
    }),
  consulting: () =>
    desk('talking', {
      state_since: ago(140),
      work: work('talking', {
        answered_at: ago(140),
        held: true,
        parties: [
          party({ place: 'consult' }),
          party({ role: 'consultant', agent_id: 'user-1002', name: '王磊', place: 'consult' }),
        ],
        handover: { form: { topic: 'loan', note: '咨询提前还款是否收取违约金' } },
      }),
      verbs: CONSULTING,
      parked: [{ contact_id: 'c-9', caller_number: '139****0021', queue_name: '综合咨询', since: ago(33) }],
    }),
  consulted: () =>
    desk('talking', {
      work: work('ringing', {
        role: 'consultant',
        handover: { form: { topic: 'loan', note: '咨询提前还款是否收取违约金' } },
      }),
      verbs: ['decline'],
    }),
  listening: () =>
    desk('talking', {
      state_since: ago(21),
      work: work('talking', {
        role: 'supervisor',
        answered_at: ago(21),
        contact_id: 'c-2',
        parties: [
          party({ agent_id: 'user-1003', name: '陈静' }),
          party({ role: 'supervisor', place: 'listening' }),
        ],
      }),
      verbs: ['hang_up', 'whisper', 'barge', 'take_over'],
    }),
  unknown: () =>
    desk('talking', {
      state_since: ago(12),
      work: work('talking', {
        answered_at: ago(12),
        attached: { auth_level: 'none', menu_path: ['人工服务'], values: [] },
      }),
    }),
  reconnecting: () =>
    desk('talking', { state_since: ago(70), work: work('reconnecting', { answered_at: ago(70) }) }),
  troubled: () =>
    desk('not_ready', {
      not_ready_reason: 'phone_unreachable',
      changed_by: 'system',
      phone_registered: false,
      trouble: { stage: 'warned', cause: 'no_phone', since: ago(40), sign_out_at: ahead(80) },
      messages: [
        {
          message_id: 'm-1',
          sender_id: 'user-2001',
          sent_at: ago(50),
          text: '今天上午系统升级，异地转移业务请引导市民下午再来电。',
        },
      ],
    }),
  wrap_up: () =>
    desk('wrap_up', {
      work: work('wrap_up', { answered_at: ago(131), ended_at: ago(5), wrap_up_until: ahead(25) }),
      queues: queues(1),
      verbs: ['end_wrap_up', 'extend_wrap_up'],
    }),
} satisfies Record<string, () => DeskView>;

export type SampleName = keyof typeof SAMPLE_DESKS;
