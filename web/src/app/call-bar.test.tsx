import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';

import type { components } from '@/lib/generated/http';
import type { CommandName, DeskView } from '@/lib/generated/live';
import { desk, deskIs, liveDesk, problem, server, signedIn, talkingDesk } from '@/testing/server';

import { Application } from './application';

const SLOW = { timeout: 20_000 };

const TARGETS: components['schemas']['Targets'] = {
  colleagues: [
    { agent_id: 'agent-2', staff_number: '1002', name: '王磊', state: 'ready', free: true },
    { agent_id: 'agent-3', staff_number: '1003', name: '陈静', state: 'talking', free: false },
  ],
  groups: [],
  queues: [{ target_id: 'loan', name: '贷款专席' }],
  flows: [{ target_id: 'verify', name: '身份核验' }],
};

const talkingWith = (...verbs: CommandName[]): DeskView => ({ ...talkingDesk(), verbs });

async function atDesk(view: DeskView): Promise<void> {
  server.use(
    signedIn,
    deskIs(view),
    liveDesk(view),
    http.get('*/api/desk/targets', () => HttpResponse.json(TARGETS)),
  );
  render(<Application />);
  await screen.findByTestId('call-bar', {}, SLOW);
}

/** What the server was asked for, as path and body. */
function asked(answer: DeskView = talkingDesk()): [string, unknown][] {
  const seen: [string, unknown][] = [];
  server.use(
    http.post('*/api/desk/*', async ({ request }) => {
      const text = await request.text();
      seen.push([new URL(request.url).pathname, text === '' ? null : JSON.parse(text)]);
      return HttpResponse.json(answer);
    }),
  );
  return seen;
}

describe('the call bar', () => {
  it('can do exactly what the server says', async () => {
    await atDesk(talkingWith('hold', 'unmute', 'transfer'));
    const enabled = within(screen.getByTestId('call-bar'))
      .getAllByTestId<HTMLButtonElement>(/^call-/)
      .filter((button) => !button.disabled)
      .map((button) => button.dataset.testid);
    expect(enabled).toEqual(['call-hold', 'call-unmute', 'call-transfer']);
  });

  it('sends what a button and what its key asks for', async () => {
    await atDesk(talkingWith('hold', 'park'));
    const seen = asked(talkingWith('hold', 'park'));
    fireEvent.click(screen.getByTestId('call-hold'));
    fireEvent.keyDown(window, { code: 'KeyP', altKey: true });
    fireEvent.keyDown(window, { code: 'KeyM', altKey: true });
    await waitFor(() => {
      expect(seen.map(([path]) => path)).toEqual(['/api/desk/hold', '/api/desk/park']);
    });
  });

  it('asks a colleague who is free, and gives the notes along', async () => {
    await atDesk(talkingWith('consult'));
    const seen = asked();
    fireEvent.change(screen.getByTestId('draft-note'), { target: { value: '提前还款' } });
    fireEvent.click(screen.getByTestId('call-consult'));
    const busy = await screen.findByTestId<HTMLButtonElement>('choose-agent-3', {}, SLOW);
    expect([busy.disabled, busy.getAttribute('aria-label')]).toEqual([true, '咨询：陈静']);
    fireEvent.click(screen.getByTestId('choose-agent-2'));
    await waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    expect(seen[0]).toEqual([
      '/api/desk/consult',
      {
        agent_id: 'agent-2',
        group_id: null,
        number: null,
        queue_id: null,
        entry_id: null,
        handover: { form: { topic: null, note: '提前还款' }, pages: ['/'] },
      },
    ]);
  });

  it('transfers to a queue, and stays open where the server refuses', async () => {
    await atDesk(talkingWith('transfer'));
    server.use(http.post('*/api/desk/transfer', () => problem(409, 'verb_not_possible', {}, '当前无法转接')));
    fireEvent.click(screen.getByTestId('call-transfer'));
    fireEvent.click(await screen.findByTestId('target-kind-queue', {}, SLOW));
    fireEvent.click(await screen.findByTestId('choose-loan', {}, SLOW));
    expect(await screen.findByText('当前无法转接')).toBeTruthy();
    expect(screen.getByTestId('transfer-dialog')).toBeTruthy();
  });

  it('dials a number as people write it', async () => {
    await atDesk(desk({ state: 'ready', verbs: ['dial'] }));
    const seen = asked(desk({ state: 'ready', verbs: ['dial'] }));
    fireEvent.click(screen.getByTestId('call-dial'));
    const field = await screen.findByTestId('number-to-call', {}, SLOW);
    fireEvent.change(field, { target: { value: '0371-6666 8888' } });
    fireEvent.click(screen.getByTestId('call-number'));
    await waitFor(() => {
      expect(seen).toEqual([['/api/desk/dial', { agent_id: null, number: '037166668888', entry_id: null }]]);
    });
  });

  it('sends keys one after the other', async () => {
    await atDesk(talkingWith('send_keys'));
    const seen = asked(talkingWith('send_keys'));
    fireEvent.click(screen.getByTestId('call-send_keys'));
    fireEvent.click(await screen.findByTestId('key-7', {}, SLOW));
    fireEvent.click(screen.getByTestId('key-#'));
    await waitFor(() => {
      expect(seen.map(([, body]) => body)).toEqual([{ digits: '7' }, { digits: '#' }]);
    });
    expect(screen.getByTestId('keys-sent').textContent).toBe('7#');
  });
});

describe('the contact on the desk', () => {
  it('shows who takes part and what was handed over', async () => {
    const view = talkingDesk();
    const party = { agent_id: null, name: '', number: '', place: 'contact', ringing: false, muted: false };
    view.work = view.work && {
      ...view.work,
      held: true,
      handover: { form: { topic: 'loan', note: '请核对还款日' } },
      parties: [
        { ...party, role: 'agent', agent_id: 'agent-1', name: '王晓琳', place: 'consult', muted: true },
        { ...party, role: 'external', number: '138****1234', place: 'consult', ringing: true },
      ],
    };
    await atDesk(view);
    expect(screen.getByTestId('party-citizen').textContent).toContain('保持中');
    expect(screen.getByTestId('party-own').textContent).toContain('静音');
    expect(screen.getByTestId('party-other').textContent).toContain('138 **** 1234');
    expect(screen.getByTestId('party-other').textContent).toContain('振铃中');
    expect(screen.getByTestId<HTMLTextAreaElement>('draft-note').value).toBe('请核对还款日');
    expect(screen.getByTestId('handed-over')).toBeTruthy();
  });

  it('lets a parked contact be picked up', async () => {
    const parked = [
      {
        contact_id: 'contact-9',
        caller_number: '139****0000',
        queue_name: '综合咨询',
        since: new Date().toISOString(),
      },
    ];
    const view = desk({ state: 'not_ready', verbs: ['dial', 'pick_up'], parked });
    await atDesk(view);
    const seen = asked(view);
    fireEvent.click(screen.getByTestId('pick-up'));
    await waitFor(() => {
      expect(seen).toEqual([['/api/desk/pick-up', { contact_id: 'contact-9' }]]);
    });
  });
});
