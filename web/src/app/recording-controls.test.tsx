import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import type { CommandName, DeskRecording, DeskView } from '@/lib/generated/live';
import { deskIs, liveDesk, server, signedIn, talkingDesk } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 5000 };
const RUNNING: DeskRecording = {
  running: true,
  paused_at: null,
  paused_by: '',
  pause_reason: '',
  resumes_at: null,
  pause_expired: false,
};

async function atDesk(
  recording: DeskRecording | null,
  ...verbs: CommandName[]
): Promise<[string, unknown][]> {
  const view: DeskView = { ...talkingDesk(), verbs };
  view.work = view.work && { ...view.work, recording };
  const seen: [string, unknown][] = [];
  server.use(
    signedIn,
    deskIs(view),
    liveDesk(view),
    http.post('*/api/desk/recording/*', async ({ request }) => {
      const text = await request.text();
      seen.push([new URL(request.url).pathname, text === '' ? null : JSON.parse(text)]);
      return HttpResponse.json(view);
    }),
  );
  render(<Application />);
  await screen.findByTestId('call-bar', {}, SLOW);
  return seen;
}

it('pauses for a reason', async () => {
  const seen = await atDesk(RUNNING, 'pause_recording');
  expect(screen.getByTestId('agent-state').textContent).toContain('通话正在录音');
  expect(screen.getByTestId<HTMLButtonElement>('call-mark_recording').disabled).toBe(true);
  await userEvent.click(screen.getByTestId('call-pause_recording'));
  await userEvent.click(await screen.findByTestId('choice-secret_keyed', {}, SLOW));
  await waitFor(() => {
    expect(seen).toEqual([['/api/desk/recording/pause', { reason: 'secret_keyed' }]]);
  });
});

it('says that nothing is recorded and until when, and goes on', async () => {
  const resumes_at = new Date(Date.now() + 90_000).toISOString();
  const paused = { ...RUNNING, running: false, paused_at: new Date().toISOString(), paused_by: 'agent-1' };
  const seen = await atDesk({ ...paused, resumes_at }, 'resume_recording');
  expect(screen.getByTestId('recording-paused').textContent).toMatch(/录音已暂停自动恢复还剩 01:(3|2)\d/);
  expect(screen.queryByTestId('call-pause_recording')).toBeNull();
  fireEvent.keyDown(window, { code: 'KeyR', altKey: true });
  await waitFor(() => {
    expect(seen).toEqual([['/api/desk/recording/resume', null]]);
  });
});

it('marks a moment, by its number on the keyboard too, and says so', async () => {
  const seen = await atDesk(RUNNING, 'mark_recording');
  fireEvent.keyDown(window, { code: 'KeyN', altKey: true });
  await screen.findByTestId('choice-complaint', {}, SLOW);
  await waitFor(() => {
    expect(document.activeElement?.getAttribute('aria-label')).toBe('把这一刻标记为');
  });
  await userEvent.keyboard('2');
  expect(await screen.findByText('已标记：投诉', {}, SLOW)).toBeTruthy();
  expect(seen).toEqual([['/api/desk/recording/mark', { kind: 'complaint' }]]);
});

it('warns of a pause that the clock has ended', async () => {
  await atDesk({ ...RUNNING, pause_expired: true });
  expect(screen.getByTestId('pause-expired').textContent).toContain('录音已自动恢复');
});

it('claims no recording where there is none', async () => {
  await atDesk(null);
  expect(screen.getByTestId('agent-state').textContent).toContain('当前未录音');
});
