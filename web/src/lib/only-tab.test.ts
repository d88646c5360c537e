import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { useOnlyTab } from './only-tab';

interface Asked {
  run: () => void;
  lose: () => void;
}

/** The browser's locks as far as the desk uses them: one holder, a line behind it, stealing. */
class PlayedLocks {
  private holder: Asked | null = null;
  private readonly line: Asked[] = [];

  request(_name: string, options: { steal?: boolean; signal?: AbortSignal }, hold: () => Promise<void>) {
    return new Promise<void>((resolve, reject) => {
      const asked: Asked = {
        run: () => {
          this.holder = asked;
          void hold().then(() => {
            if (this.holder === asked) this.next();
            resolve();
          });
        },
        lose: () => {
          reject(new DOMException('stolen', 'AbortError'));
        },
      };
      options.signal?.addEventListener('abort', () => {
        if (this.holder === asked) return;
        this.line.splice(this.line.indexOf(asked) >>> 0, 1);
        reject(new DOMException('gone', 'AbortError'));
      });
      if (options.steal) this.holder?.lose();
      if (options.steal || this.holder === null) asked.run();
      else this.line.push(asked);
    });
  }

  private next() {
    this.holder = null;
    this.line.shift()?.run();
  }
}

beforeEach(() => {
  vi.stubGlobal(
    'navigator',
    Object.assign(Object.create(navigator) as Navigator, { locks: new PlayedLocks() }),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const openWindow = () => renderHook(() => useOnlyTab('desk'));

it('lets one window have the desk, and the next one when it closes', async () => {
  const first = openWindow();
  await waitFor(() => {
    expect(first.result.current[0]).toBe('here');
  });
  const second = openWindow();
  await waitFor(() => {
    expect(second.result.current[0]).toBe('elsewhere');
  });
  expect(first.result.current[0]).toBe('here');
  first.unmount();
  await waitFor(() => {
    expect(second.result.current[0]).toBe('here');
  });
});

it('takes the desk over when asked to, and gives it back', async () => {
  const first = openWindow();
  const second = openWindow();
  await waitFor(() => {
    expect(second.result.current[0]).toBe('elsewhere');
  });
  act(() => {
    second.result.current[1]();
  });
  await waitFor(() => {
    expect([first.result.current[0], second.result.current[0]]).toEqual(['elsewhere', 'here']);
  });
  second.unmount();
  await waitFor(() => {
    expect(first.result.current[0]).toBe('here');
  });
});
