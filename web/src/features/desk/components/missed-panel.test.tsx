import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { desk } from '@/testing/server';

import type { DeskCommand } from '../api/send-desk-command';
import type { DeskCommands } from '../api/use-desk-command';
import { MissedPanel } from './missed-panel';

const missed = [
  {
    contact_id: 'c-1',
    number: '139****0021',
    colleague_id: null,
    queue_id: 'general',
    missed_at: '2026-03-02T01:00:00Z',
    name: '',
    queue_name: '综合咨询',
  },
];

it('lists what was missed and calls back from a desk that is free', async () => {
  const seen: DeskCommand[] = [];
  const commands = {
    pending: null,
    run: (command: DeskCommand) => {
      seen.push(command);
    },
  } as unknown as DeskCommands;
  const { rerender } = render(
    <MissedPanel desk={desk({ state: 'ready', verbs: ['dial'], missed })} commands={commands} />,
  );
  const call = screen.getByTestId('missed-call');
  expect(call.textContent).toContain('139 **** 0021');
  expect(call.textContent).toContain('09:00:00');
  await userEvent.click(within(call).getByTestId('call-back'));
  expect(seen).toEqual([{ name: 'call-back', contactId: 'c-1' }]);
  rerender(<MissedPanel desk={desk({ state: 'talking', missed })} commands={commands} />);
  expect(screen.getByTestId<HTMLButtonElement>('call-back').disabled).toBe(true);
  rerender(<MissedPanel desk={desk()} commands={commands} />);
  expect(screen.queryByTestId('missed')).toBeNull();
});
