import type { RouteObject } from 'react-router';

/** The studio's pages below its list of flows, each over the whole window. */
export const studioRoutes: RouteObject[] = [
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
