import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';

import { desk, server } from '@/testing/server';

import { LiveSocket, type LiveStatus, type ServerMessage } from './live-socket';

let backend: WebSocketServer;
let asked: string[];
let heard: ServerMessage[];
let statuses: LiveStatus[];
let refusals: number;
let live: LiveSocket;

/* These tests speak to a real server: nothing may stand between. */
beforeAll(() => {
  server.close();
});

beforeEach(async () => {
  backend = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(backend, 'listening');
  asked = [];
  heard = [];
  statuses = [];
  refusals = 0;
  backend.on('connection', (_socket, request) => asked.push(request.url ?? ''));
  const { port } = backend.address() as AddressInfo;
  live = new LiveSocket({
    address: (after) =>
      `ws://127.0.0.1:${String(port)}/api/live${after === null ? '' : `?after=${String(after)}`}`,
    onMessage: (message) => heard.push(message),
    onStatus: (status) => statuses.push(status),
    onRefused: () => (refusals += 1),
  });
});

afterEach(() => {
  live.stop();
  backend.clients.forEach((client) => {
    client.terminate();
  });
  backend.close();
});

async function connected(): Promise<ServerSocket> {
  live.start();
  const [socket] = (await once(backend, 'connection')) as [ServerSocket];
  return socket;
}

const deskMessage = (sequence: number): string =>
  JSON.stringify({ sequence, type: 'desk', time: new Date().toISOString(), data: desk() });

it('hands on what it hears and says that it is open', async () => {
  const socket = await connected();
  socket.send(deskMessage(7));
  await vi.waitFor(() => {
    expect(heard).toHaveLength(1);
  });
  expect(statuses.at(-1)).toBe('open');
});

it('answers a ping with a ping', async () => {
  const socket = await connected();
  const answered = once(socket, 'message');
  socket.send(JSON.stringify({ type: 'ping', time: new Date().toISOString() }));
  const [data] = (await answered) as [Buffer];
  expect(JSON.parse(data.toString())).toEqual({ type: 'ping' });
});

it('comes back after a cut and resumes after the last number it heard', async () => {
  const socket = await connected();
  socket.send(deskMessage(41));
  await vi.waitFor(() => {
    expect(heard).toHaveLength(1);
  });
  const again = once(backend, 'connection');
  socket.terminate();
  await again;
  expect(statuses).toContain('lost');
  expect(asked).toEqual(['/api/live', '/api/live?after=41']);
  expect(refusals).toBe(0);
});

it('tells when the sign-in is over', async () => {
  const socket = await connected();
  socket.close(4401);
  await vi.waitFor(() => {
    expect(refusals).toBe(1);
  });
});

it('stays closed once it is stopped', async () => {
  await connected();
  live.stop();
  expect(statuses.at(-1)).toBe('closed');
});
