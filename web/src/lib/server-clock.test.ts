import { beforeEach, expect, it } from 'vitest';

import { forgetServerTime, noteServerTime, secondsSince, secondsUntil, serverNow } from './server-clock';

const SERVER = '2026-11-23T06:00:00.000Z';
const LOCAL = Date.parse('2026-11-23T05:58:00.000Z');

beforeEach(() => {
  forgetServerTime();
});

it('shows the time of this machine until the server has told its own', () => {
  expect(serverNow(LOCAL)).toBe(LOCAL);
});

it('counts on the clock of the server where this machine is two minutes slow', () => {
  noteServerTime(SERVER, LOCAL);
  expect(serverNow(LOCAL + 5000)).toBe(Date.parse(SERVER) + 5000);
});

it('is not put back by a message that was stored and comes late', () => {
  noteServerTime(SERVER, LOCAL);
  noteServerTime('2026-11-23T05:30:00.000Z', LOCAL + 1000);
  expect(serverNow(LOCAL + 1000)).toBe(Date.parse(SERVER) + 1000);
});

it('never shows less than nothing', () => {
  expect(secondsSince(SERVER, Date.parse(SERVER) - 9000)).toBe(0);
  expect(secondsUntil(SERVER, Date.parse(SERVER) + 9000)).toBe(0);
});
