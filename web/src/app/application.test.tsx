import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';

import type { DeskView } from '@/lib/generated/live';
import { desk, deskIs, liveDesk, me, problem, server, signedIn, talkingDesk } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 20_000 };

async function signInAs(staffNumber: string, password: string): Promise<void> {
  const user = userEvent.setup();
  await user.type(await screen.findByTestId('staff-number', {}, SLOW), staffNumber);
  await user.type(screen.getByTestId('password'), password);
  await user.click(screen.getByTestId('sign-in'));
}

async function atDesk(view: DeskView): Promise<void> {
  server.use(signedIn, deskIs(view), liveDesk(view));
  render(<Application />);
  await screen.findByTestId('agent-state', {}, SLOW);
}

describe('signing in', () => {
  it('leads to the desk', async () => {
    server.use(
      http.post('*/api/session', async ({ request }) => {
        expect(request.headers.get('X-Rexian-Request')).toBe('1');
        expect(request.headers.get('Accept-Language')).toBe('zh-CN');
        expect(await request.json()).toEqual({ staff_number: '1001', password: 'right' });
        return HttpResponse.json(me);
      }),
      deskIs(desk()),
      liveDesk(desk()),
    );
    render(<Application />);
    await signInAs(' 1001 ', 'right');
    expect((await screen.findByTestId('agent-state', {}, SLOW)).dataset.state).toBe('signed_out');
    expect(screen.getByText('王晓琳')).toBeTruthy();
  });

  it('says what to do about a wrong password', async () => {
    server.use(http.post('*/api/session', () => problem(401, 'sign_in_refused')));
    render(<Application />);
    await signInAs('1001', 'wrong');
    expect((await screen.findByTestId('sign-in-error')).textContent).toContain('连续输错 5 次');
  });

  it('says until when an account is locked', async () => {
    const details = { locked_until: '2026-11-23T06:45:00Z' };
    server.use(http.post('*/api/session', () => problem(401, 'sign_in_locked', details)));
    render(<Application />);
    await signInAs('1001', 'wrong');
    expect((await screen.findByTestId('sign-in-error')).textContent).toContain('14:45:00');
  });

  it('says that the server is away', async () => {
    server.use(http.post('*/api/session', () => HttpResponse.error()));
    render(<Application />);
    await signInAs('1001', 'right');
    expect((await screen.findByTestId('sign-in-error')).textContent).toContain('无法连接服务器');
  });
});

describe('the desk', () => {
  it.each([
    ['signed_out', ['desk-sign-in'], ['ready', 'not-ready', 'hang-up']],
    ['not_ready', ['ready', 'not-ready', 'desk-sign-out'], ['desk-sign-in', 'hang-up']],
    ['ready', ['not-ready', 'desk-sign-out'], ['ready', 'hang-up']],
    ['wrap_up', ['extend-wrap-up', 'end-wrap-up', 'reset', 'not-ready'], ['hang-up', 'ready']],
  ] as const)('in state %s offers what can be done', async (state, present, absent) => {
    await atDesk(desk({ state }));
    for (const id of present) expect(screen.queryByTestId(id), id).not.toBeNull();
    for (const id of absent) expect(screen.queryByTestId(id), id).toBeNull();
  });

  it('shows the call and the citizen of a talk', async () => {
    await atDesk(talkingDesk());
    expect(screen.getByTestId('caller-number').textContent).toContain('138 **** 8000');
    expect(screen.getByTestId('amount-balance').textContent).toContain('¥32,105.60');
    expect(screen.getByTestId('auth-level').textContent).toContain('已通过密码验证');
    expect(screen.getByTestId('menu-path').textContent).toContain('个人公积金查询');
    expect(screen.getByText('正常')).toBeTruthy();
    expect(screen.queryByTestId('hang-up')).not.toBeNull();
  });

  it('explains why there is no microphone', async () => {
    await atDesk(desk({ state: 'not_ready', not_ready_reason: 'break' }));
    expect((await screen.findByTestId('microphone-problem')).textContent).toContain('任意 SIP 话机');
  });

  it('sends a wish with a key and shows what the server answers', async () => {
    await atDesk(desk());
    server.use(
      http.post('*/api/desk/sign-in', ({ request }) => {
        expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
        return HttpResponse.json(desk({ state: 'not_ready', not_ready_reason: 'signed_in' }));
      }),
    );
    await userEvent.click(screen.getByTestId('desk-sign-in'));
    await waitFor(() => {
      expect(screen.getByTestId('agent-state').dataset.state).toBe('not_ready');
    });
  });

  it('shows why the server refused, and changes nothing', async () => {
    await atDesk(desk({ state: 'ready' }));
    server.use(http.post('*/api/desk/sign-out', () => problem(409, 'agent_busy', {}, '当前通话尚未结束')));
    await userEvent.click(screen.getByTestId('desk-sign-out'));
    expect(await screen.findByText('当前通话尚未结束')).toBeTruthy();
    expect(screen.getByTestId('agent-state').dataset.state).toBe('ready');
  });
});
