import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';

import { DeskPage } from './desk-page';
import { Entrance } from './entrance';
import { FaultPage } from './fault-page';
import { SECTIONS, TOP } from './navigation';
import { studioRoutes } from './studio-routes';

/** What opens beside a page of the top bar. */
const BELOW: Record<string, RouteObject[]> = {
  records: [
    {
      path: ':contactId',
      lazy: async () => ({
        Component: (await import('@/features/call_records/components/call-record-drawer')).CallRecordDrawer,
      }),
    },
  ],
};

export const routes: RouteObject[] = [
  {
    element: <Entrance />,
    errorElement: <FaultPage />,
    hydrateFallbackElement: <></>,
    children: [
      { path: '/', element: <DeskPage /> },
      ...TOP.map(({ key, load }) => ({
        path: `/${key}`,
        lazy: async () => ({ Component: await load() }),
        children: BELOW[key] ?? [],
      })),
      {
        path: '/administration',
        lazy: async () => ({ Component: (await import('./administration-page')).AdministrationPage }),
        children: SECTIONS.map(({ key, load }) => ({
          path: `${key}/:recordId?`,
          lazy: async () => ({ Component: await load() }),
        })),
      },
      ...studioRoutes,
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(routes);
