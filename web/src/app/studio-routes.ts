import type { RouteObject } from 'react-router';

/** The studio's pages, loaded when they are first opened. */
export const studioRoutes: RouteObject[] = [
  {
    path: '/studio',
    lazy: async () => ({ Component: (await import('@/features/studio/components/studio-page')).StudioPage }),
  },
  {
    path: '/studio/:flowId/:version',
    lazy: async () => ({ Component: (await import('@/features/studio/components/editor-page')).EditorPage }),
  },
  {
    path: '/studio/:flowId/compare/:before/:after',
    lazy: async () => ({
      Component: (await import('@/features/studio/components/compare-page')).ComparePage,
    }),
  },
];
