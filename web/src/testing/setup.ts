import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { changeLanguage } from '@/i18n';

import { server } from './server';

/* What jsdom leaves out and the components ask for. */
class NoResizeObserver implements ResizeObserver {
  observe(): void {
    return undefined;
  }
  unobserve(): void {
    return undefined;
  }
  disconnect(): void {
    return undefined;
  }
}
window.ResizeObserver = NoResizeObserver;
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;

const { getComputedStyle } = window;
window.getComputedStyle = (element) => getComputedStyle(element);

/* A machine that is busy with other tests is slow; nobody waits longer than it takes. */
configure({ asyncUtilTimeout: 20_000 });

beforeAll(async () => {
  server.listen({
    onUnhandledRequest: (request, print) => {
      /* A test's own server on this machine is asked for real. */
      if (new URL(request.url).hostname !== '127.0.0.1') print.error();
    },
  });
  await changeLanguage('zh-CN');
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  window.history.replaceState(null, '', '/');
});
afterAll(() => {
  server.close();
});
