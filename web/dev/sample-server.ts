/**
 * A stand-in for the server, for looking at the pages: `npm run dev:sample`, sign in with any staff number and the
 * password `sample`. GET /sample/<name> puts another sample desk on the page (names: sample-data.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Plugin, ViteDevServer } from 'vite';
import { WebSocketServer, type WebSocket } from 'ws';

import type { DeskView } from '../src/lib/generated/live';
import { CLEAR_VALUES, SAMPLE_DESKS, SAMPLE_ME, type SampleName } from './sample-data.ts';
import {
  SAMPLE_DIRECTORY,
  SAMPLE_TARGETS,
  sampleFloor,
  sampleFloorMessage,
  samplePromises,
} from './sample-floor.ts';
import { sampleCall, sampleDetail, sampleWaveform } from './sample-records.ts';
import { ring, sipReply } from './sample-sip.ts';
import { sampleTone } from './sample-tone.ts';

const RECORDING_SECONDS = 24;

const COMMANDS: Record<string, SampleName> = {
  'sign-in': 'not_ready',
  'sign-out': 'signed_out',
  ready: 'ready',
  'not-ready': 'break',
  'hang-up': 'wrap_up',
  decline: 'ready',
  'wrap-up/end': 'ready',
  'wrap-up/extend': 'wrap_up',
  reset: 'not_ready',
  'messages/m-1/acknowledge': 'not_ready',
  hold: 'held',
  retrieve: 'talking',
  consult: 'consulting',
  'consult/take-back': 'talking',
  'consult/join': 'talking',
  'consult/complete': 'wrap_up',
  transfer: 'wrap_up',
  park: 'wrap_up',
  'recording/pause': 'paused',
  'recording/resume': 'talking',
  'recording/mark': 'talking',
};

class SampleCentre {
  private signedIn = false;
  private desk: DeskView = SAMPLE_DESKS.signed_out();
  private sequence = 0;
  private readonly pages = new Set<WebSocket>();
  private readonly phones = new Set<WebSocket>();

  show(name: SampleName): DeskView {
    this.desk = SAMPLE_DESKS[name]();
    for (const page of this.pages) this.tell(page);
    if (name === 'ringing') for (const phone of this.phones) phone.send(ring());
    return this.desk;
  }

  watch(page: WebSocket): void {
    this.pages.add(page);
    this.tell(page);
    const timer = setInterval(() => {
      page.send(JSON.stringify({ type: 'ping', time: new Date().toISOString() }));
    }, 5000);
    page.on('close', () => {
      clearInterval(timer);
      this.pages.delete(page);
    });
  }

  register(phone: WebSocket): void {
    this.phones.add(phone);
    phone.on('message', (data: Buffer) => {
      const reply = sipReply(data.toString());
      if (reply !== null) phone.send(reply);
    });
    phone.on('close', () => this.phones.delete(phone));
  }

  /** The answer to an API request: status and body; null = not ours. */
  answer(method: string, path: string, body: Record<string, string>): [number, unknown] | null {
    if (path === '/api/session') return this.session(method, body);
    if (path === '/api/softphone') return [200, SOFTPHONE];
    if (path === '/api/desk/targets') return [200, SAMPLE_TARGETS];
    if (path === '/api/directory') return [200, SAMPLE_DIRECTORY];
    if (path === '/api/supervision/desks') return [200, sampleFloor()];
    if (path.startsWith('/api/supervision/promises')) return [200, samplePromises()];
    if (path.startsWith('/api/supervision/')) return [200, this.show('listening')];
    /* There is no voice to be had back here; the page asks for it all the same. */
    if (path === '/api/desk/resume-media') return [200, this.desk];
    if (path === '/api/desk') return [200, this.desk];
    const command = COMMANDS[path.replace('/api/desk/', '')];
    if (command !== undefined) return [200, this.show(command)];
    if (path === '/api/call-records')
      return [200, { calls: Array.from({ length: 30 }, (_, index) => sampleCall(index)), next_cursor: null }];
    if (path.startsWith('/api/call-records/')) return [200, sampleDetail(Number(path.slice(-4)))];
    if (path.endsWith('/waveform')) return [200, sampleWaveform(path, RECORDING_SECONDS)];
    if (path.endsWith('/reveal')) return [200, { ...body, value: CLEAR_VALUES[body.field ?? ''] ?? '' }];
    return null;
  }

  private session(method: string, body: Record<string, string>): [number, unknown] {
    if (method === 'DELETE') this.signedIn = false;
    if (method === 'POST') {
      if (body.password === 'locked') {
        return [
          401,
          problem('sign_in_locked', { locked_until: new Date(Date.now() + 15 * 60_000).toISOString() }),
        ];
      }
      if (body.password !== 'sample') return [401, problem('sign_in_refused')];
      this.signedIn = true;
    }
    return this.signedIn ? [200, SAMPLE_ME] : [method === 'DELETE' ? 204 : 401, problem('sign_in_required')];
  }

  private tell(page: WebSocket): void {
    this.sequence += 1;
    const time = new Date().toISOString();
    page.send(JSON.stringify({ sequence: this.sequence, type: 'desk', time, data: this.desk }));
  }
}

const SOFTPHONE = {
  phone_kind: 'webrtc',
  sip_username: 'agent1001',
  sip_domain: 'rexian.invalid',
  password: 'sample',
  realm: 'asterisk',
  websocket_path: '/ws',
};

const problem = (code: string, details: Record<string, unknown> = {}) => ({
  type: `urn:rexian:problem:${code}`,
  title: code,
  status: 401,
  code,
  details,
});

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json');
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

async function serve(
  centre: SampleCentre,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path.startsWith('/sample/')) {
    reply(response, 200, centre.show(path.slice('/sample/'.length) as SampleName));
    return true;
  }
  if (path.endsWith('/audio')) {
    sampleTone(request, response, RECORDING_SECONDS);
    return true;
  }
  if (!path.startsWith('/api/')) return false;
  const answer = centre.answer(request.method ?? 'GET', path, await bodyOf(request));
  reply(response, ...(answer ?? [404, problem('not_found')]));
  return true;
}

function attach(server: ViteDevServer): void {
  const centre = new SampleCentre();
  const sockets = new WebSocketServer({ noServer: true });
  server.middlewares.use((request, response, next) => {
    serve(centre, request, response).then((served) => {
      if (!served) next();
    }, next);
  });
  server.httpServer?.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/api/live' && path !== '/api/supervision/live' && path !== '/ws') return;
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (path === '/ws') centre.register(opened);
      else if (path === '/api/live') centre.watch(opened);
      else opened.send(sampleFloorMessage());
    });
  });
}

export const sampleServer = (): Plugin => ({ name: 'rexian-sample-server', configureServer: attach });
