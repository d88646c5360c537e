/** The HTTP API and the live socket as the pages see them, answered inside the test's process. */
import { http, HttpResponse, ws } from 'msw';
import { setupServer } from 'msw/node';

import type { components } from '@/lib/generated/http';
import type { AgentState, CommandName, DeskView } from '@/lib/generated/live';

const MILLISECONDS_A_MINUTE = 60_000;

export const me: components['schemas']['Me'] = {
  user_id: 'agent-1',
  organisation_id: 'centre',
  organisation_name: '省直住房公积金管理中心',
  staff_number: '1001',
  name: '王晓琳',
  roles: ['agent'],
  permissions: ['call_records.read', 'desk.use'],
};

/** What the server says can be done with a seat in each state. */
export const SEAT_VERBS: Record<AgentState, CommandName[]> = {
  signed_out: ['sign_in'],
  not_ready: ['ready', 'not_ready', 'sign_out'],
  ready: ['not_ready', 'sign_out'],
  reserved: ['ready', 'not_ready', 'sign_out', 'reset', 'decline'],
  ringing: ['ready', 'not_ready', 'sign_out', 'reset', 'decline'],
  talking: ['ready', 'not_ready', 'sign_out', 'reset'],
  wrap_up: ['ready', 'not_ready', 'sign_out', 'reset', 'end_wrap_up', 'extend_wrap_up'],
};

export const desk = (change: Partial<DeskView> = {}): DeskView => ({
  agent_id: 'agent-1',
  state: 'signed_out',
  state_since: new Date().toISOString(),
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
  queues: [{ queue_id: 'general', name: '综合咨询', waiting: 2, longest_since: new Date().toISOString() }],
  verbs: SEAT_VERBS[change.state ?? 'signed_out'],
  parked: [],
  missed: [],
  ...change,
});

export const talkingDesk = (): DeskView =>
  desk({
    state: 'talking',
    work: {
      contact_id: 'contact-1',
      phase: 'talking',
      caller_number: '138****8000',
      called_number: '12329',
      queue_name: '综合咨询',
      queued_at: new Date(Date.now() - 2 * MILLISECONDS_A_MINUTE).toISOString(),
      offered_at: new Date(Date.now() - MILLISECONDS_A_MINUTE).toISOString(),
      offer_deadline: null,
      answered_at: new Date().toISOString(),
      ended_at: null,
      wrap_up_until: null,
      attached: {
        auth_level: 'password',
        menu_path: ['个人公积金查询', '人工服务'],
        values: [
          { key: 'name', value: '张**', format: 'name' },
          { key: 'balance', value: '32105.60', format: 'amount' },
          { key: 'account_status', value: 'normal', format: 'text' },
        ],
      },
      kind: 'inbound',
      role: 'agent',
      held: false,
      parties: [],
      recording: null,
      warnings: [],
      handover: {},
      unanswered: '',
      is_callback: false,
    },
  });

export const problem = (status: number, code: string, details: Record<string, unknown> = {}, title = code) =>
  HttpResponse.json({ type: `urn:rexian:problem:${code}`, title, status, code, details }, { status });

export const signedIn = http.get('*/api/session', () => HttpResponse.json(me));
export const deskIs = (view: DeskView) => http.get('*/api/desk', () => HttpResponse.json(view));

const live = ws.link('ws://localhost:3000/api/live');
const sip = ws.link('ws://localhost:3000/ws');
const floorLink = ws.link('ws://localhost:3000/api/supervision/live');

/** The live socket sends this desk to each page that connects. */
export const liveDesk = (view: DeskView) =>
  live.addEventListener('connection', ({ client }) => {
    client.send(JSON.stringify({ sequence: 1, type: 'desk', time: new Date().toISOString(), data: view }));
  });

/** The supervision socket sends this to each page that connects. */
export const liveFloor = (message: unknown) =>
  floorLink.addEventListener('connection', ({ client }) => {
    client.send(JSON.stringify(message));
  });

export const server = setupServer(
  http.get('*/api/session', () => problem(401, 'sign_in_required')),
  http.get('*/api/supervision/promises', () => HttpResponse.json([])),
  http.get('*/api/softphone', () =>
    HttpResponse.json({
      phone_kind: 'webrtc',
      sip_username: 'agent1001',
      sip_domain: 'rexian.invalid',
      password: 'secret',
      realm: 'rexian',
      websocket_path: '/ws',
      sip_server: null,
    }),
  ),
  live.addEventListener('connection', () => undefined),
  floorLink.addEventListener('connection', () => undefined),
  sip.addEventListener('connection', () => undefined),
);
